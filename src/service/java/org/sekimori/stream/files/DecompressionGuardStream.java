package org.sekimori.stream.files;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;

/**
 * Guards against decompression bombs. Logs shrink to a tenth or a fiftieth; input that grows far more beyond its first
 * {@value #FREE_MIB} MiB is refused.
 */
final class DecompressionGuardStream extends FilterInputStream {

    /** DEFLATE ends at 1,032 times, with nothing but one octet repeated. */
    static final int GZIP_RATIO = 250;

    /** Whole parts of a log that repeat far apart are found by zstd only. */
    static final int ZSTD_RATIO = 2_000;

    static final int FREE_MIB = 64;

    private final LongSupplier packed;
    private final int ratio;
    private long plain;

    /**
     * @param in plain octets
     * @param packed how many compressed octets were read for them
     * @param ratio how many plain octets there may be for each of them
     */
    DecompressionGuardStream(InputStream in, LongSupplier packed, int ratio) {
        super(in);
        this.ratio = ratio;
        this.packed = packed;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int got = in.read(into, from, length);
        plain += Math.max(0, got);
        if (plain > FREE_MIB * 1024L * 1024 + (long) ratio * packed.getAsLong()) {
            throw new IOException("it unpacks to more than " + ratio + " times its size (" + packed.getAsLong()
                    + " bytes became " + plain + "); unpack it yourself if you trust it");
        }
        return got;
    }

    @Override
    public long skip(long count) throws IOException {
        return Math.max(0, read(new byte[(int) Math.min(count, 8192)]));
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** Counts the octets that a decompressor reads. */
    static final class CountingInputStream extends FilterInputStream {
        private long read;

        CountingInputStream(InputStream in) {
            super(in);
        }

        long count() {
            return read;
        }

        @Override
        public int read() throws IOException {
            int next = in.read();
            read += next < 0 ? 0 : 1;
            return next;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int got = in.read(into, from, length);
            read += Math.max(0, got);
            return got;
        }
    }
}
