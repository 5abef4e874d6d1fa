package dev.multiproc.internal.launch;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The static fields that a method of a class file reads, and the methods that it calls. */
public final class MethodCode {
    private static final int LOOKUPSWITCH = 0xab;
    private static final int TABLESWITCH = 0xaa;
    private static final int WIDE = 0xc4;
    private static final int INCREMENT = 0x84;
    private static final int GETSTATIC = 0xb2;
    private static final int INVOKEVIRTUAL = 0xb6;
    private static final int INVOKESTATIC = 0xb8;

    private final ConstantPool constants;
    private final byte[] code;
    private final List<Member> reads = new ArrayList<>();
    private final List<Member> calls = new ArrayList<>();

    private MethodCode(ConstantPool constants, byte[] code) {
        this.constants = constants;
        this.code = code;
    }

    /**
     * A field or a method.
     *
     * @param owner the class's name, with slashes
     */
    public record Member(String owner, String name, String descriptor) {}

    public List<Member> reads() {
        return reads;
    }

    public List<Member> calls() {
        return calls;
    }

    /** The code of a method; empty if the class has no such method. */
    public static MethodCode of(byte[] classFile, Member method) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile))) {
            ConstantPool constants = ConstantPool.read(in);
            in.skipNBytes(3 * Short.BYTES); // Its access flags, its name and its superclass.
            in.skipNBytes((long) Short.BYTES * in.readUnsignedShort());
            MethodCode found = new MethodCode(constants, new byte[0]);
            for (int kind = 0; kind < 2; kind++) { // Fields, then methods.
                for (int left = in.readUnsignedShort(); left > 0; left--) {
                    in.readUnsignedShort();
                    String name = constants.text(in.readUnsignedShort());
                    String descriptor = constants.text(in.readUnsignedShort());
                    boolean isIt = name.equals(method.name()) && descriptor.equals(method.descriptor());
                    byte[] code = code(in, constants);
                    if (isIt && code != null) {
                        found = new MethodCode(constants, code);
                    }
                }
            }
            found.walk();
            return found;
        } catch (IOException e) {
            throw new IllegalArgumentException("a class file that ends in its middle", e);
        }
    }

    /** Reads a member's attributes, and gives its code; null if it has none. */
    private static byte[] code(DataInputStream in, ConstantPool constants) throws IOException {
        byte[] code = null;
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            boolean isCode = constants.text(in.readUnsignedShort()).equals("Code");
            byte[] attribute = in.readNBytes(in.readInt());
            if (isCode) {
                DataInputStream inner = new DataInputStream(new ByteArrayInputStream(attribute));
                inner.skipNBytes(2 * Short.BYTES);
                code = inner.readNBytes(inner.readInt());
            }
        }
        return code;
    }

    private void walk() {
        int at = 0;
        while (at < code.length) {
            int operation = code[at] & 0xff;
            if (operation == GETSTATIC) {
                reads.add(constants.member(unsignedShort(at + 1)));
            } else if (operation >= INVOKEVIRTUAL && operation <= INVOKESTATIC) {
                calls.add(constants.member(unsignedShort(at + 1)));
            }
            at += length(at, operation);
        }
    }

    private int length(int at, int operation) {
        int operands = (at + 4) & ~3; // Aligned relative to the start of the method's code.
        return switch (operation) {
            case TABLESWITCH -> operands - at + 12 + 4 * (integer(operands + 8) - integer(operands + 4) + 1);
            case LOOKUPSWITCH -> operands - at + 8 + 8 * integer(operands + 4);
            case WIDE -> (code[at + 1] & 0xff) == INCREMENT ? 6 : 4;
            case 0x10, 0x12, 0xa9, 0xbc -> 2;
            case 0x11, 0x13, 0x14, INCREMENT, 0xbb, 0xbd, 0xc0, 0xc1, 0xc6, 0xc7 -> 3;
            case 0xc5 -> 4;
            case 0xb9, 0xba, 0xc8, 0xc9 -> 5;
            default -> {
                boolean hasIndex = operation >= 0x15 && operation <= 0x19 || operation >= 0x36 && operation <= 0x3a;
                boolean hasTarget =
                        operation >= 0x99 && operation <= 0xa8 || operation >= GETSTATIC && operation <= 0xb8;
                yield hasIndex ? 2 : hasTarget ? 3 : 1;
            }
        };
    }

    private int unsignedShort(int at) {
        return (code[at] & 0xff) << 8 | code[at + 1] & 0xff;
    }

    private int integer(int at) {
        return unsignedShort(at) << 16 | unsignedShort(at + 2);
    }
}
