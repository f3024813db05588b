package org.sekimori.stream.files;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * Opens plain, gzip (RFC 1952), zstd (RFC 8878) or xz input. Decompression bombs are refused; zstd gets a window of at most
 * 2^{@value #MOST_WINDOW_LOG} octets, its own default, and xz at most {@value #MOST_XZ_KIB} KiB of memory, enough for its level 9.
 */
public final class Decompressor {

    private static final int BUFFER = 1 << 16;
    private static final int GZIP_MAGIC = 0x8b1f;
    private static final long ZSTD_MAGIC = 0xfd2fb528L;

    private static final long XZ_MAGIC = 0x587a37fdL;

    private static final int MOST_WINDOW_LOG = 27;
    private static final int MOST_XZ_KIB = 128 * 1024;

    private Decompressor() {}

    /** The plain content. The format is detected by the first bytes, so that standard input may be compressed, too. */
    public static InputStream plain(InputStream raw) throws IOException {
        BufferedInputStream in = new BufferedInputStream(raw, BUFFER);
        in.mark(Integer.BYTES);
        long magic = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            int next = in.read();
            magic |= next < 0 ? 0 : (long) next << (8 * i);
        }
        in.reset();
        if ((magic & 0xffff) == GZIP_MAGIC) {
            DecompressionGuardStream.CountingInputStream packed = new DecompressionGuardStream.CountingInputStream(in);
            return new DecompressionGuardStream(
                    new GZIPInputStream(packed, BUFFER), packed::count, DecompressionGuardStream.GZIP_RATIO);
        }
        if (magic == XZ_MAGIC) {
            DecompressionGuardStream.CountingInputStream packed = new DecompressionGuardStream.CountingInputStream(in);
            return new DecompressionGuardStream(
                    new XZInputStream(packed, MOST_XZ_KIB), packed::count, DecompressionGuardStream.ZSTD_RATIO);
        }
        if (magic != ZSTD_MAGIC) {
            return in;
        }
        DecompressionGuardStream.CountingInputStream packed = new DecompressionGuardStream.CountingInputStream(in);
        // Several frames may follow each other, as `cat a.zst b.zst` makes them.
        ZstdInputStream plain = new ZstdInputStream(packed).setContinuous(false);
        return new DecompressionGuardStream(
                plain.setLongMax(MOST_WINDOW_LOG), packed::count, DecompressionGuardStream.ZSTD_RATIO);
    }

    /** Compresses with zstd, with a checksum. */
    public static OutputStream zstd(OutputStream raw) throws IOException {
        ZstdOutputStream out = new ZstdOutputStream(raw);
        out.setChecksum(true);
        return out;
    }

    /** Whether what was read does not follow the format of zstd, or ends too early for it. */
    public static boolean isDamage(IOException problem) {
        return problem instanceof ZstdIOException;
    }
}
