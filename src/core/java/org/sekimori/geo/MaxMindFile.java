package org.sekimori.geo;

import com.maxmind.db.DatabaseRecord;
import com.maxmind.db.InvalidNetworkException;
import com.maxmind.db.Networks;
import com.maxmind.db.Reader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.IpNetwork;
import org.sekimori.text.QuotedText;

/**
 * An MMDB file, read into the heap as a whole: truncating a mapped file kills the reading thread with an uncatchable
 * {@code InternalError}. Never closed, because other threads may still read a replaced one; the garbage collector frees it.
 *
 * @param <T> type of a decoded record, a class with MaxMind's annotations
 */
public final class MaxMindFile<T> {

    private static final int PROBED_NETWORKS = 256;
    private static final int PROBED_ADDRESSES = 1024;

    private final Reader reader;
    private final Class<T> record;
    private final boolean ipv4Only;
    private final String type;
    private final LocalDate built;

    private MaxMindFile(Reader reader, Class<T> record) {
        this.reader = reader;
        this.record = record;
        this.type = reader.getMetadata().databaseType();
        this.ipv4Only = reader.getMetadata().ipVersion() == 4;
        this.built = LocalDate.ofInstant(reader.getMetadata().buildTime(), ZoneOffset.UTC);
    }

    /** @throws IOException if the file cannot be read or is not an MMDB file */
    static <T> MaxMindFile<T> open(Path file, Class<T> record) throws IOException {
        return new MaxMindFile<>(new Reader(file.toFile(), Reader.FileMode.MEMORY), record);
    }

    /** @throws IOException if the stream cannot be read or is not an MMDB file */
    public static <T> MaxMindFile<T> open(InputStream content, Class<T> record) throws IOException {
        return new MaxMindFile<>(new Reader(content), record);
    }

    /**
     * Checks the database's type and build date, then reads the first networks and addresses spread evenly over IPv4.
     *
     * @param kinds accepted parts of type names, such as {@code country} for {@code GeoLite2-Country}
     * @param today a database built more than a day later is refused, because it would never seem old
     * @param useful whether a record has the information that this kind of database is for; one such record suffices
     * @throws IOException if a record cannot be read
     * @throws IllegalArgumentException if it is another kind of database
     */
    void check(List<String> kinds, String wanted, LocalDate today, Predicate<T> useful) throws IOException {
        String lower = type.toLowerCase(Locale.ROOT);
        if (kinds.stream().noneMatch(lower::contains)) {
            throw new IllegalArgumentException("is a database of type " + QuotedText.of(type) + ", not " + wanted);
        }
        if (built.isAfter(today.plusDays(1))) {
            throw new IllegalArgumentException("says that it was built on " + built + ", but today is " + today
                    + "; is the clock of this machine right?");
        }
        boolean found = false;
        Networks<T> networks = networks();
        for (int i = 0; i < PROBED_NETWORKS && networks.hasNext(); i++) {
            T value = networks.next().data();
            found |= value != null && useful.test(value);
        }
        for (int i = 0; i < PROBED_ADDRESSES; i++) {
            T value = find(ClientAddress.ofIpv4((long) i << 22 | 0x101));
            found |= value != null && useful.test(value);
        }
        if (!found) {
            throw new IllegalArgumentException("is a database of type " + QuotedText.of(type)
                    + " without a single usable record; expected " + wanted);
        }
    }

    private Networks<T> networks() throws IOException {
        try {
            return reader.networks(record);
        } catch (InvalidNetworkException e) {
            throw new IOException("its networks cannot be listed", e);
        }
    }

    /**
     * The record of an address; null without one.
     *
     * @throws IOException if the record is damaged
     */
    @Nullable
    T find(ClientAddress address) throws IOException {
        if (ipv4Only && !address.isIpv4()) {
            return null;
        }
        return reader.get(address.toInetAddress(), record);
    }

    /** Hands over every network that has a record, by rising address, IPv4 before IPv6. */
    public void forEach(BiConsumer<IpNetwork, T> receiver) {
        try {
            Networks<T> networks = networks();
            while (networks.hasNext()) {
                DatabaseRecord<T> next = networks.next();
                receiver.accept(network(next), next.data());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static IpNetwork network(DatabaseRecord<?> record) {
        ByteBuffer octets = ByteBuffer.wrap(record.network().networkAddress().getAddress());
        int length = record.network().prefixLength();
        return octets.remaining() == Integer.BYTES
                ? new IpNetwork(ClientAddress.ofIpv4(octets.getInt()), 96 + length)
                : new IpNetwork(new ClientAddress(octets.getLong(), octets.getLong()), length);
    }

    /** The type as the metadata gives it, such as {@code GeoLite2-Country}. */
    String type() {
        return type;
    }

    /** The day it was built, UTC. */
    public LocalDate built() {
        return built;
    }
}
