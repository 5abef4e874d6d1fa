package dev.multiproc.codec;

/** Classes as they are named in messages. */
final class TypeNames {
    private TypeNames() {}

    /** The full name; for a lambda, whose class has none worth reading, where it is and what for. */
    static String of(Class<?> type) {
        if (isLambda(type)) {
            String name = type.getName();
            return "a lambda in " + name.substring(0, name.indexOf("$$Lambda")) + " for " + interfaceOf(type);
        }
        return type.getTypeName();
    }

    /** The name without package and enclosing class. */
    static String shortOf(Class<?> type) {
        String simple = type.getSimpleName();
        return simple.isEmpty() ? type.getName().substring(type.getName().lastIndexOf('.') + 1) : simple;
    }

    static String reasonNotSerializable(Class<?> type) {
        return (isLambda(type) ? interfaceOf(type) : of(type)) + " is not Serializable";
    }

    static boolean isLambda(Class<?> type) {
        return type.isSynthetic() && type.getName().contains("$$Lambda") && type.getInterfaces().length > 0;
    }

    private static String interfaceOf(Class<?> lambda) {
        return lambda.getInterfaces()[0].getName();
    }
}
