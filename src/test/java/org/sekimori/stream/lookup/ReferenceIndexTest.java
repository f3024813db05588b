package org.sekimori.stream.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.stream.lookup.ReferenceIndex.Batch;
import org.sekimori.stream.lookup.ReferenceIndexRow.Kind;

class ReferenceIndexTest {

    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final byte[] NOTHING = new byte[0];

    @TempDir
    Path folder;

    private static void add(ReferenceIndex index, Kind kind, String name, int partition, long offset, Instant time) {
        try (Batch batch = index.batch()) {
            batch.add(new ReferenceIndexRow(kind, ReferenceIndexRow.name(name), partition, offset), time, NOTHING);
            batch.read("decisions", partition, offset + 1);
            batch.write();
        }
    }

    private static List<String> places(ReferenceIndex index, Kind kind, String name, Instant from) {
        List<String> places = new ArrayList<>();
        index.rows(
                kind,
                ReferenceIndexRow.name(name),
                from,
                (key, value) -> places.add(ReferenceIndexRow.partitionOf(key) + "@" + ReferenceIndexRow.offsetOf(key)));
        return places;
    }

    @Test
    void aNameLeadsToAllItsPlacesAndToNoOthers() {
        try (ReferenceIndex index = ReferenceIndex.open(folder)) {
            add(index, Kind.REFERENCE, "K7QX-3M2P", 7, 0xfedcba98765L, NOON);
            add(index, Kind.REFERENCE, "K7QX-3M2P", 511, 3, NOON.plus(Duration.ofDays(3)));
            add(index, Kind.REFERENCE, "9T4C-XK0V", 7, 4, NOON);
            add(index, Kind.ENTRY, "K7QX-3M2P", 7, 5, NOON);

            assertThat(places(index, Kind.REFERENCE, "K7QX-3M2P", Instant.EPOCH))
                    .containsExactly("7@" + 0xfedcba98765L, "511@3");
            assertThat(places(index, Kind.REFERENCE, "K7QX-3M2P", NOON.plus(Duration.ofDays(2))))
                    .containsExactly("511@3");
            assertThat(places(index, Kind.REFERENCE, "AAAA-AAAA", Instant.EPOCH))
                    .isEmpty();
        }
    }

    @Test
    void theLastRowBeforeAPlaceIsFoundOverDays() {
        try (ReferenceIndex index = ReferenceIndex.open(folder)) {
            add(index, Kind.STATE, "alice", 1, 10, NOON);
            add(index, Kind.STATE, "alice", 1, 20, NOON.plus(Duration.ofDays(1)));
            add(index, Kind.STATE, "alice", 2, 15, NOON.plus(Duration.ofDays(2)));
            add(index, Kind.STATE, "bob", 1, 18, NOON.plus(Duration.ofDays(2)));

            ReferenceIndexRow at = new ReferenceIndexRow(Kind.STATE, ReferenceIndexRow.name("alice"), 1, 19);
            assertThat(ReferenceIndexRow.offsetOf(
                            java.util.Objects.requireNonNull(index.last(at)).key()))
                    .isEqualTo(10);
            assertThat(index.last(new ReferenceIndexRow(Kind.STATE, ReferenceIndexRow.name("alice"), 1, 9)))
                    .isNull();
        }
    }

    @Test
    void whatWasReadIsKnownAfterARestart() {
        try (ReferenceIndex index = ReferenceIndex.open(folder)) {
            add(index, Kind.REFERENCE, "K7QX-3M2P", 7, 41, NOON);
            add(index, Kind.REFERENCE, "K7QX-3M2P", 8, 1, NOON.plus(Duration.ofDays(1)));
        }
        try (ReferenceIndex index = ReferenceIndex.open(folder)) {
            assertThat(index.read("decisions")).containsOnly(java.util.Map.entry(7, 42L), java.util.Map.entry(8, 2L));
            assertThat(index.read("events")).isEmpty();
            assertThat(places(index, Kind.REFERENCE, "K7QX-3M2P", Instant.EPOCH))
                    .containsExactly("7@41", "8@1");
        }
    }

    @Test
    void daysThatTheLogHasNoMoreAreDropped() {
        try (ReferenceIndex index = ReferenceIndex.open(folder)) {
            for (int day = 0; day < 40; day++) {
                add(index, Kind.REFERENCE, "K7QX-3M2P", 0, day, NOON.plus(Duration.ofDays(day)));
            }
            index.forgetBefore(NOON.plus(Duration.ofDays(35)));
            assertThat(index.days()).isEqualTo(5);
            assertThat(places(index, Kind.REFERENCE, "K7QX-3M2P", Instant.EPOCH))
                    .containsExactly("0@35", "0@36", "0@37", "0@38", "0@39");
        }
        try (ReferenceIndex index = ReferenceIndex.open(folder)) {
            assertThat(index.days()).isEqualTo(5);
        }
    }

    @Test
    void whatIsNoIndexIsNotOpened() throws IOException {
        try (ReferenceIndex index = ReferenceIndex.open(folder)) {
            add(index, Kind.REFERENCE, "K7QX-3M2P", 7, 41, NOON);
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith("MANIFEST"))
                    .toList()) {
                Files.writeString(file, "garbled");
            }
        }
        assertThatThrownBy(() -> ReferenceIndex.open(folder))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot be opened");
    }
}
