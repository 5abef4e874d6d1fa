package dev.multiproc.codec;

/** Names of classes for messages. */
final class TypeNames {
    private TypeNames() {}

    /** The full name. A lambda's class has no readable name, so for it the place and the interface. */
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
