package dev.multiproc.launcher.programs;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.reflect.Field;
import java.util.Collections;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;

/** Decoders, as plug-ins of ImageIO, of which one really crashes its JVM by a bad address and one never comes back. */
public final class BadImages extends ImageReaderSpi {
    static final String CRASH = "CRASH";
    static final String HANG = "HANG!";

    @Override
    public boolean canDecodeInput(Object source) throws IOException {
        if (!(source instanceof ImageInputStream stream)) {
            return false;
        }
        String head = head(stream);
        return head.equals(CRASH) || head.equals(HANG);
    }

    @Override
    public Class<?>[] getInputTypes() {
        return new Class<?>[] {ImageInputStream.class};
    }

    private static String head(ImageInputStream stream) throws IOException {
        byte[] bytes = new byte[CRASH.length()];
        stream.mark();
        int length = stream.read(bytes);
        stream.reset();
        return length == bytes.length ? new String(bytes, java.nio.charset.StandardCharsets.US_ASCII) : "";
    }

    @Override
    public ImageReader createReaderInstance(Object extension) {
        return new Reader(this);
    }

    @Override
    public String getDescription(Locale locale) {
        return "bad images";
    }

    private static final class Reader extends ImageReader {
        Reader(ImageReaderSpi provider) {
            super(provider);
        }

        @Override
        public BufferedImage read(int index, ImageReadParam param) throws IOException {
            if (head((ImageInputStream) getInput()).equals(CRASH)) {
                writeToAddressZero();
            }
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            throw new IllegalStateException("not reached");
        }

        private static void writeToAddressZero() throws IOException {
            try {
                Class<?> type = Class.forName("sun.misc.Unsafe");
                Field field = type.getDeclaredField("theUnsafe");
                field.setAccessible(true);
                type.getMethod("putAddress", long.class, long.class).invoke(field.get(null), 0L, 0L);
            } catch (ReflectiveOperationException e) {
                throw new IOException(e);
            }
        }

        @Override
        public int getNumImages(boolean allowSearch) {
            return 1;
        }

        @Override
        public int getWidth(int index) {
            return 1;
        }

        @Override
        public int getHeight(int index) {
            return 1;
        }

        @Override
        public Iterator<ImageTypeSpecifier> getImageTypes(int index) {
            return Collections.emptyIterator();
        }

        @Override
        public IIOMetadata getStreamMetadata() {
            return null;
        }

        @Override
        public IIOMetadata getImageMetadata(int index) {
            return null;
        }
    }
}
