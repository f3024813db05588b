package org.sekimori.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekimori.mail.Origin;

/** Files that change, vanish or break while Sekimori runs. */
class GeoFileReloadTest {

    @TempDir
    private Path dir;

    private final SteppingClock clock = new SteppingClock();
    private Path countries;
    private Path relays;
    private Path overrides;

    @BeforeEach
    void files() throws IOException {
        countries = database("JP", "2026-11-01").write(dir.resolve("country.mmdb"));
        relays = Files.writeString(dir.resolve("relays.yml"), "relays: []\n");
        overrides = Files.writeString(dir.resolve("overrides.yml"), "overrides: []\n");
    }

    @Test
    void aDatabaseRenamedIntoPlaceIsTakenWithItsBuildDate() throws IOException {
        OriginResolver resolver = open();
        Instant started = clock.instant();
        clock.advance(Duration.ofHours(1));

        replace(countries, database("US", "2026-11-04").bytes());
        resolver.poll();

        assertThat(resolver.resolve("1.2.3.4", null).origin())
                .isEqualTo(new Origin.Country(
                        "US", "1.2.3.0/24", 0, new Origin.Source("GeoLite2-Country", LocalDate.parse("2026-11-04"))));
        assertThat(resolver.status().country().loadedAt()).isEqualTo(started.plus(Duration.ofHours(1)));
        assertThat(resolver.status().country().lastError()).isNull();
    }

    @Test
    void aRenameWithinOneTickAndOfTheSameSizeIsNoticed() throws IOException {
        OriginResolver resolver = open();
        FileTime modified = Files.getLastModifiedTime(countries);

        replace(countries, database("US", "2026-11-01").bytes());
        Files.setLastModifiedTime(countries, modified);
        resolver.poll();

        assertThat(country(resolver)).isEqualTo("US");
    }

    @Test
    void anUnchangedFileIsNotReadAgain() {
        OriginResolver resolver = open();
        Instant loaded = resolver.status().country().loadedAt();
        clock.advance(Duration.ofDays(1));

        resolver.poll();

        assertThat(resolver.status().country().loadedAt()).isEqualTo(loaded);
    }

    @Test
    void aTruncatedDatabaseKeepsTheOldOneAndSaysSo() throws IOException {
        OriginResolver resolver = open();
        byte[] bytes = database("US", "2026-11-04").bytes();

        replace(countries, Arrays.copyOf(bytes, bytes.length / 2));
        resolver.poll();

        assertThat(country(resolver)).isEqualTo("JP");
        assertThat(resolver.status().country().built()).isEqualTo("2026-11-01");
        assertThat(resolver.status().country().lastError()).startsWith(countries + ": ");
    }

    @Test
    void truncationInPlaceHarmsNobody() throws IOException {
        OriginResolver resolver = open();

        Files.write(countries, new byte[0]);
        assertThat(country(resolver)).isEqualTo("JP");
        resolver.poll();

        assertThat(country(resolver)).isEqualTo("JP");
        assertThat(resolver.status().country().lastError()).isNotBlank();
    }

    @Test
    void aDatabaseOfAnotherTypeIsRefusedByName() throws IOException {
        OriginResolver resolver = open();

        replace(countries, systems().bytes());
        resolver.poll();

        assertThat(country(resolver)).isEqualTo("JP");
        assertThat(resolver.status().country().lastError())
                .isEqualTo(countries + ": is a database of type 'GeoLite2-ASN', not a country database such as"
                        + " GeoLite2-Country");
    }

    @Test
    void aCountryDatabaseOfAnotherShapeIsRefused() throws IOException {
        OriginResolver resolver = open();

        replace(
                countries,
                MmdbFixture.of("other country.mmdb", "2026-11-04")
                        .map("1.0.0.0/8", Map.of("land", "JP"))
                        .bytes());
        resolver.poll();

        assertThat(country(resolver)).isEqualTo("JP");
        assertThat(resolver.status().country().lastError()).contains("without a single usable record");
    }

    @Test
    void aDatabaseFromTheFutureIsRefusedBecauseItWouldNeverSeemOld() throws IOException {
        OriginResolver resolver = open();

        replace(countries, database("US", "2031-01-01").bytes());
        resolver.poll();

        assertThat(country(resolver)).isEqualTo("JP");
        assertThat(resolver.status().country().lastError())
                .isEqualTo(
                        countries + ": says that it was built on 2031-01-01, but today is 2026-11-05; is the clock of"
                                + " this machine right?");
    }

    @Test
    void aVanishedFileKeepsTheOldDatabaseAndItsReturnClearsTheError() throws IOException {
        OriginResolver resolver = open();
        Path aside = Files.move(countries, dir.resolve("aside"));

        resolver.poll();
        assertThat(country(resolver)).isEqualTo("JP");
        assertThat(resolver.status().country().lastError()).isEqualTo(countries + ": no such file");

        Files.move(aside, countries);
        resolver.poll();
        assertThat(resolver.status().country().lastError()).isNull();
    }

    @Test
    void aDatabaseMissingAtTheStartIsStoodInForByTheStarterUntilItComes() throws IOException {
        Files.delete(countries);
        OriginResolver resolver = open();
        assertThat(resolver.status().country().starter()).isTrue();
        assertThat(resolver.status().country().lastError()).isEqualTo(countries + ": no such file");

        database("US", "2026-11-04").write(countries);
        resolver.poll();

        assertThat(country(resolver)).isEqualTo("US");
        assertThat(resolver.status().country().starter()).isFalse();
    }

    /** Whatever happens to a file for a while, what it said stays, and the good file is taken when it is back. */
    @ParameterizedTest
    @CsvSource({"EMPTY", "FOLDER", "ZEROS", "HALF"})
    void everyFileSurvivesWhatAnEditorOrALostPowerLeaves(String mishap) throws IOException {
        Files.writeString(overrides, "overrides:\n  - {cidrs: 1.2.3.0/24, origin: SG}\n");
        Files.writeString(relays, "relays:\n  - {name: google, cidrs: 1.3.0.0/16}\n");
        OriginResolver resolver = open();
        List<Path> files = List.of(countries, relays, overrides);
        Map<Path, byte[]> good = new LinkedHashMap<>();
        for (Path file : files) {
            good.put(file, Files.readAllBytes(file));
            harm(file, mishap, Files.readAllBytes(file));
        }
        resolver.poll();
        assertThat(country(resolver)).isEqualTo("SG");
        assertThat(resolver.resolve("1.3.0.1", null).origin().kind()).isEqualTo("relay");
        assertThat(List.of(
                        String.valueOf(resolver.status().country().lastError()),
                        String.valueOf(resolver.status().relays().lastError()),
                        String.valueOf(resolver.status().overrides().lastError())))
                .noneMatch("null"::equals);

        for (Path file : files) {
            Files.delete(file);
            Files.write(file, good.get(file));
        }
        resolver.poll();
        assertThat(resolver.status().country().lastError()).isNull();
        assertThat(resolver.status().relays().lastError()).isNull();
        assertThat(resolver.status().overrides().lastError()).isNull();
    }

    private static void harm(Path file, String mishap, byte[] good) throws IOException {
        Files.delete(file);
        switch (mishap) {
            case "EMPTY" -> Files.createFile(file);
            case "FOLDER" -> Files.createDirectory(file);
            case "ZEROS" -> Files.write(file, new byte[good.length]);
            default -> Files.write(file, Arrays.copyOf(good, good.length / 2));
        }
    }

    @Test
    void listsAreReloadedAndABrokenOneKeepsTheOld() throws IOException {
        OriginResolver resolver = open();

        Files.writeString(overrides, "overrides:\n  - {cidrs: 1.2.3.0/24, origin: SG}\n");
        Files.writeString(relays, "relays:\n  - {name: google, cidrs: 1.3.0.0/16}\n");
        resolver.poll();
        assertThat(country(resolver)).isEqualTo("SG");
        assertThat(resolver.resolve("1.3.0.1", null).origin().kind()).isEqualTo("relay");
        assertThat(resolver.status().overrides().entries()).isEqualTo(1);

        Files.writeString(overrides, "overrides:\n  - {cidrs: 1.2.3, origin: SG}\n");
        Files.delete(relays);
        resolver.poll();
        assertThat(country(resolver)).isEqualTo("SG");
        assertThat(resolver.resolve("1.3.0.1", null).origin().kind()).isEqualTo("relay");
        assertThat(resolver.status().overrides().lastError())
                .startsWith(overrides + ": line 2: not an IP address: '1.2.3'");
        assertThat(resolver.status().relays().lastError()).isEqualTo(relays + ": no such file");
    }

    @Test
    void aBrokenListStopsTheStartWithFileAndLine() throws IOException {
        Files.writeString(overrides, "overrides:\n  - {cidrs: 1.2.3.0/24, origin: UK}\n");

        assertThatIllegalArgumentException()
                .isThrownBy(this::open)
                .withMessageStartingWith(overrides + ": line 2: origin 'UK'");
    }

    @Test
    void aMissingListStopsTheStart() throws IOException {
        Files.delete(relays);

        assertThatIllegalArgumentException().isThrownBy(this::open).withMessage(relays + ": no such file");
    }

    @Test
    void lookUpsGoOnWhileDatabasesAreSwapped() throws Exception {
        OriginResolver resolver = open();
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<?> reader = threads.submit(() -> {
                while (!done.get()) {
                    assertThat(country(resolver)).isIn("JP", "US");
                }
            });
            for (int i = 0; i < 50; i++) {
                replace(
                        countries,
                        database(i % 2 == 0 ? "US" : "JP", "2026-11-04").bytes());
                resolver.poll();
            }
            done.set(true);
            reader.get(30, TimeUnit.SECONDS);
        } finally {
            threads.shutdownNow();
        }
        assertThat(resolver.status().country().lastError()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-10-01, 0, FRESH",
        "2026-11-01, 0, FRESH",
        "2026-11-14, 13, FRESH",
        "2026-11-15, 14, WARNING",
        "2026-11-30, 29, WARNING",
        "2026-12-01, 30, DEGRADED",
        "2028-11-01, 731, DEGRADED"
    })
    void anOldDatabaseWarnsAtFourteenDaysAndIsDegradedAtThirty(
            LocalDate today, long days, DatabaseFreshness freshness) {
        GeoStatus.Database database = open().status().country();

        assertThat(database.ageDays(today)).isEqualTo(days);
        assertThat(database.freshness(today)).isEqualTo(freshness);
    }

    private OriginResolver open() {
        return OriginResolver.open(new GeoFiles(countries, null, relays, overrides), clock);
    }

    private static MmdbFixture database(String country, String built) {
        return MmdbFixture.of("GeoLite2-Country", built).map("1.0.0.0/8", MmdbFixture.geoLite(country));
    }

    private static MmdbFixture systems() {
        return MmdbFixture.of("GeoLite2-ASN", "2026-11-04").map("1.0.0.0/8", Map.of("autonomous_system_number", 2516L));
    }

    /** As geoipupdate does it. */
    private void replace(Path file, byte[] content) throws IOException {
        Path temporary = Files.write(dir.resolve("temporary"), content);
        Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static @Nullable String country(OriginResolver resolver) {
        return resolver.resolve("1.2.3.4", null).origin() instanceof Origin.Country c ? c.country() : null;
    }

    private static final class SteppingClock extends Clock {
        private Instant now = Instant.parse("2026-11-05T00:00:00Z");

        void advance(Duration step) {
            now = now.plus(step);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
