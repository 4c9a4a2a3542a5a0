package io.tidemark.capture.avro;

import java.io.OutputStream;
import java.util.Arrays;

/** A growing byte buffer that is emptied and used again; not thread-safe, unlike the JDK's, which pays for it. */
final class ReusedBytes extends OutputStream {

    private static final int KEPT_BYTES = 1 << 20;

    private byte[] bytes = new byte[1024];
    private int size;

    void clear() {
        size = 0;
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[1024];
        }
    }

    byte[] copy() {
        return Arrays.copyOf(bytes, size);
    }

    @Override
    public void write(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        ensure(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
    }

    private void ensure(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
