package dev.multiproc.internal.launch;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of the classes that a class file speaks of, in its constants and in descriptors: more rather than fewer. */
final class ClassReferences {
    private static final int MAGIC = 0xCAFEBABE;
    private static final int UTF8 = 1;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int CLASS = 7;
    private static final int METHOD_HANDLE = 15;
    /** Of a class in a descriptor, a signature, or the name of an array's class. */
    private static final Pattern IN_DESCRIPTOR = Pattern.compile("L([^;<>:.()\\[]+)[;<]");

    private ClassReferences() {}

    /** Names with dots; of what is no class, too. */
    static Set<String> in(byte[] classFile) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile))) {
            if (in.readInt() != MAGIC) {
                throw new IllegalArgumentException("no class file");
            }
            in.readInt(); // The version.
            return readConstants(in);
        } catch (IOException e) {
            throw new IllegalArgumentException("a class file that ends in its middle", e);
        }
    }

    private static Set<String> readConstants(DataInputStream in) throws IOException {
        int count = in.readUnsignedShort();
        String[] texts = new String[count];
        int[] classes = new int[count];
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case UTF8 -> texts[i] = in.readUTF();
                case CLASS -> classes[i] = in.readUnsignedShort();
                case LONG, DOUBLE -> {
                    in.readLong();
                    i++; // It takes two places.
                }
                default -> in.skipNBytes(length(tag));
            }
        }
        Set<String> names = new LinkedHashSet<>();
        for (int i = 1; i < count; i++) {
            if (classes[i] != 0 && !texts[classes[i]].startsWith("[")) {
                names.add(texts[classes[i]].replace('/', '.'));
            }
            if (texts[i] != null) {
                Matcher matcher = IN_DESCRIPTOR.matcher(texts[i]);
                while (matcher.find()) {
                    names.add(matcher.group(1).replace('/', '.'));
                }
            }
        }
        return names;
    }

    private static int length(int tag) {
        return switch (tag) {
            case 8, 16, 19, 20 -> 2; // A string, a method's type, a module, a package.
            case METHOD_HANDLE -> 3;
            default -> 4; // Numbers, members, names with types, dynamic constants.
        };
    }
}
