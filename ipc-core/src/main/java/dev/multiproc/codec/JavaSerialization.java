package dev.multiproc.codec;

import java.io.*;

/** Temporary. */
public final class JavaSerialization {
    public byte[] write(Object o) {
        try {
            ByteArrayOutputStream b = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(b)) {
                out.writeObject(o);
            }
            return b.toByteArray();
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot serialize", e);
        }
    }

    public Object read(byte[] bytes) {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return in.readObject();
        } catch (IOException | ClassNotFoundException e) {
            throw new CodecException("cannot read", "?", e);
        }
    }
}
