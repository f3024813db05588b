package org.sekimori.stream;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.sekimori.stream.files.SecretFile;
import org.sekimori.stream.json.SharedKeyJson;
import org.sekimori.stream.json.SharedKeyJson.Holder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks that this instance's keys equal those of the other instances on its log: with different ones the same recipient looks
 * like two, and one instance's links are forged to another. The topic {@code cluster} has the fingerprint of each key, from the
 * first instance that had one; an instance with another key does not start.
 *
 * <p>A fingerprint is HMAC-SHA-256 of a fixed text under the key, cut to 64 bits: it distinguishes keys and reveals nothing about
 * them.
 */
public final class SharedKeyRegistry {

    private static final Logger logger = LoggerFactory.getLogger(SharedKeyRegistry.class);

    private static final String ALGORITHM = "HmacSHA256";
    private static final int FINGERPRINT_BYTES = 8;

    /** Instances that start at the same moment fence each other; this many attempts are enough for dozens of them. */
    private static final int TRIES = 50;

    private static final long LONGEST_PAUSE_MILLIS = 200;

    private final StreamSettings settings;
    private final Set<String> replaceable;
    private final Clock clock;
    private final Topics topics;

    private SharedKeyRegistry(StreamSettings settings, Set<String> replaceable, Clock clock) {
        this.settings = settings;
        this.replaceable = replaceable;
        this.clock = clock;
        this.topics = new Topics(settings.prefix());
    }

    /**
     * Opens the topic, which is made if it is missing.
     *
     * @param replaceable fingerprints of keys on the log in whose place this instance may put its own
     * @throws UnreachableLogException if the topic cannot be made
     */
    public static SharedKeyRegistry open(StreamSettings settings, Set<String> replaceable, Clock clock)
            throws InterruptedException {
        SharedKeyRegistry keys = new SharedKeyRegistry(settings, replaceable, clock);
        try (Admin admin = Admin.create(settings.clientProperties("keys"))) {
            keys.topics.createCluster(admin, settings.replicas());
        }
        return keys;
    }

    /**
     * Ensures that a file holds the shared key; creates it if neither this instance nor any other has one.
     *
     * @param file such as {@code data/keys/recipients.key}; its name names the key
     * @param length of the key, in bytes
     * @throws SharedKeyException if the file is not a key, or another one than the log's
     */
    public void requireSameKey(Path file, int length) throws InterruptedException {
        String name = String.valueOf(file.getFileName());
        Optional<Holder> known = holder(name).filter(one -> !replaceable.contains(one.fingerprint()));
        Holder holder = known.isPresent() ? known.get() : claim(name, file, length);
        if (Files.notExists(file)) {
            throw refused(file, "is missing", holder);
        }
        String own = fingerprint(read(file, length));
        if (!holder.fingerprint().equals(own)) {
            throw refused(file, "has the fingerprint " + own, holder);
        }
        logger.info("{} has the fingerprint {}, as all instances on this log must", name, own);
    }

    private Optional<Holder> holder(String name) {
        return CompactedTopicLookup.find(settings, topics.cluster(), key(name)).map(SharedKeyJson::read);
    }

    private static byte[] read(Path file, int length) {
        try {
            return SecretFile.readOrCreate(file, length);
        } catch (IOException e) {
            String said = String.valueOf(e.getMessage());
            String reason = e.getClass() == IOException.class && said.contains(file.toString())
                    ? said
                    : "the key file " + file + " cannot be read or made: "
                            + e.getClass().getSimpleName() + " (" + said + "); it must be a file of " + length
                            + " bytes that this user may read";
            throw new SharedKeyException(reason, e);
        }
    }

    /**
     * Registers this instance's key where none is registered, or one that may be replaced. All instances write under one
     * transactional id: a later one fences the earlier, so what was read is still true at the commit. A missing file is made only if no
     * other key is registered: what another instance has just committed may become readable a moment later, and is readable when
     * the producer has its id.
     */
    private Holder claim(String name, Path file, int length) throws InterruptedException {
        Map<String, Object> properties = settings.clientProperties("keys");
        properties.put("transactional.id", settings.prefix() + "cluster");
        for (int tried = 1; ; tried++) {
            try (KafkaProducer<byte[], byte[]> producer =
                    new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
                producer.initTransactions();
                Optional<Holder> known = holder(name);
                if (known.isPresent() && !replaceable.contains(known.get().fingerprint())) {
                    return known.get();
                }
                String own = fingerprint(read(file, length));
                if (known.isPresent() && known.get().fingerprint().equals(own)) {
                    return known.get();
                }
                Holder holder = new Holder(
                        own, settings.instance(), host(), file.toAbsolutePath().toString(), clock.instant());
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(topics.cluster(), key(name), SharedKeyJson.write(holder)));
                producer.commitTransaction();
                known.ifPresent(before -> logger.warn(
                        "{} was replaced for all instances on this log: {} in place of {}",
                        name,
                        own,
                        before.fingerprint()));
                return holder;
            } catch (ProducerFencedException | InvalidTxnStateException e) {
                // The second exception occurs on a busy machine just after the broker's start. A new read shows
                // whether anything was written.
                if (tried == TRIES) {
                    throw new SharedKeyException(
                            "the fingerprint of " + name + " cannot be written to " + topics.cluster()
                                    + ", as when many instances start at the same moment; start this one again",
                            e);
                }
                TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(LONGEST_PAUSE_MILLIS));
            } catch (KafkaException e) {
                throw new SharedKeyException(
                        "the fingerprint of " + name + " cannot be written to " + topics.cluster() + ": "
                                + e.getMessage(),
                        e);
            }
        }
    }

    private static SharedKeyException refused(Path file, String state, Holder holder) {
        return new SharedKeyException("the key file " + file + " " + state
                + ", and the instances on this log use the key with the fingerprint "
                + holder.fingerprint() + ": copy " + holder.file() + " of the instance " + holder.instance()
                + " on the host " + holder.host() + " (or from your backup) to " + file
                + " and start again; to change the key of all instances, see 'Change a shared key' in"
                + " docs/production.md");
    }

    static String fingerprint(byte[] key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            byte[] hash = mac.doFinal("sekimori: fingerprint of a shared key".getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(hash, 0, FINGERPRINT_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static byte[] key(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            // The message also has the instance's name and the path.
            return "unknown";
        }
    }
}
