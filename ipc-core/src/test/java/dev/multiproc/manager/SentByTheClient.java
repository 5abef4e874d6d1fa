package dev.multiproc.manager;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;

/** A class that can be loaded under another name, which no other process knows. */
public class SentByTheClient implements Serializable {
    /** As long as this class's. */
    static final String OTHER_NAME = "LostByTheServer";

    private static final long serialVersionUID = 1L;

    /** A lambda that is written in this class. */
    public static Shipped.Maker<Runnable> maker() {
        return () -> null;
    }

    static Class<?> underAnotherName() throws IOException, ClassNotFoundException {
        String own = SentByTheClient.class.getSimpleName();
        try (InputStream in = SentByTheClient.class.getResourceAsStream(own + ".class")) {
            String known = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            byte[] bytes = known.replace(own, OTHER_NAME).getBytes(StandardCharsets.ISO_8859_1);
            return new ClassLoader(SentByTheClient.class.getClassLoader()) {
                @Override
                protected Class<?> findClass(String name) {
                    return defineClass(name, bytes, 0, bytes.length);
                }
            }.loadClass(SentByTheClient.class.getPackageName() + "." + OTHER_NAME);
        }
    }
}
