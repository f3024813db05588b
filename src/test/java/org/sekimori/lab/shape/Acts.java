package org.sekimori.lab.shape;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;

/** One account's acts in Tokyo, by hand. */
final class Acts {

    static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

    private final Sender sender = new Sender(TOKYO);

    /** @param local such as {@code 2026-06-01T09:00} */
    static Instant at(String local) {
        return LocalDateTime.parse(local).atZone(TOKYO).toInstant();
    }

    /** A message to so many recipients, of whom nothing is known. */
    Acts sent(String local, int recipients) {
        return add(new Act.Sent(at(local), recipients, Act.UNNAMED, 0, Act.NOWHERE, Act.Whereabouts.UNKNOWN));
    }

    Acts named(String local, long... recipients) {
        return add(new Act.Sent(at(local), recipients.length, recipients, 0, Act.NOWHERE, Act.Whereabouts.UNKNOWN));
    }

    Acts from(String local, long network, Act.Whereabouts whereabouts) {
        return add(new Act.Sent(at(local), 1, Act.UNNAMED, 0, network, whereabouts));
    }

    Acts add(Act act) {
        if (!sender.add(act)) {
            throw new IllegalArgumentException("too late: " + act);
        }
        return this;
    }

    /** What was counted; nothing is added afterwards. */
    SortedMap<Long, Long> counts(Measure measure) {
        Shape shape = new Shape();
        shape.add(sender.finish(), 1);
        return shape.histogram(measure).counts();
    }

    /** A figure that must be there. */
    static Measured figure(Map<Figure, Measured> figures, Figure figure) {
        return Objects.requireNonNull(figures.get(figure), figure.word());
    }

    Sender sender() {
        return sender;
    }
}
