package dev.multiproc.internal.launch;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The constants of a class file. */
final class ConstantPool {
    private static final int MAGIC = 0xCAFEBABE;
    private static final int UTF8 = 1;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int CLASS = 7;
    private static final int STRING = 8;
    private static final int METHOD_HANDLE = 15;
    private static final int METHOD_TYPE = 16;
    private static final int MODULE = 19;
    private static final int PACKAGE = 20;
    /** Matches a class in a descriptor, a signature, or the name of an array class. */
    private static final Pattern IN_DESCRIPTOR = Pattern.compile("L([^;<>:.()\\[]+)[;<]");

    private final String[] texts;
    private final int[] classes;
    /** For an entry that consists of two others: the indexes of both. */
    private final int[] pairs;

    private ConstantPool(int count) {
        texts = new String[count];
        classes = new int[count];
        pairs = new int[count];
    }

    /** Reads a class file up to the end of its constants. */
    static ConstantPool read(DataInputStream in) throws IOException {
        if (in.readInt() != MAGIC) {
            throw new IllegalArgumentException("no class file");
        }
        in.readInt(); // The version.
        int count = in.readUnsignedShort();
        ConstantPool pool = new ConstantPool(count);
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            pool.readOne(in, tag, i);
            if (tag == LONG || tag == DOUBLE) {
                i++; // These take two indexes.
            }
        }
        return pool;
    }

    private void readOne(DataInputStream in, int tag, int index) throws IOException {
        switch (tag) {
            case UTF8 -> texts[index] = in.readUTF();
            case CLASS -> classes[index] = in.readUnsignedShort();
            case LONG, DOUBLE -> in.readLong();
            case STRING, METHOD_TYPE, MODULE, PACKAGE -> in.readUnsignedShort();
            case METHOD_HANDLE -> in.skipNBytes(3);
            default -> pairs[index] = in.readInt();
        }
    }

    String text(int index) {
        return texts[index];
    }

    /** A field or method that the class refers to. */
    MethodCode.Member member(int index) {
        int nameAndType = pairs[pairs[index] & 0xffff];
        return new MethodCode.Member(
                texts[classes[pairs[index] >>> 16]], texts[nameAndType >>> 16], texts[nameAndType & 0xffff]);
    }

    /**
     * The names, with dots, of the classes that it refers to, also in descriptors. May include texts that only look like that.
     */
    Set<String> classNames() {
        Set<String> names = new LinkedHashSet<>();
        for (int i = 1; i < texts.length; i++) {
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
}
