package org.sekimori.intake;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.sekimori.mail.Account.Naming;
import org.sekimori.stream.Admission.Admitted;

/** The figures in {@code docs/adr/0004}: {@code mvn test -Dtest=ReaderSpeedTest -Dspeed=true}. */
@EnabledIfSystemProperty(named = "speed", matches = "true")
class ReaderSpeedTest {

    private static final String EVENT =
            Reading.attempt("\"id\":\"mx1-4jZ3RH72QGzJHm4\",\"server\":\"mx1.isp.example\",\"channel\":\"submission\","
                    + "\"client_address\":\"203.0.113.7\",\"helo\":\"[192.168.1.23]\",\"sender\":\"alice@isp.example\","
                    + "\"recipients\":[\"bob@sink.example\",\"carol@sink.example\"],\"recipient_count\":2,"
                    + "\"size\":411,\"queue_id\":\"4jZ3RH72QGzJHm4\",\"instance\":\"4a1f.68dc.0.0\"");

    @Test
    void timeTheReaderAndASchemaValidator() {
        byte[] bytes = EVENT.getBytes(StandardCharsets.UTF_8);
        EventReader reader = Reading.reader(Naming.PLAIN);
        Schemas schema = Schemas.named("mail-event");
        report("reader, " + bytes.length + " bytes, two recipients", 3_000_000, () -> {
            if (!(reader.admit(bytes, "p") instanceof Admitted)) {
                throw new AssertionError();
            }
        });
        report("one recipient's hash", 3_000_000, () -> Reading.HASHER.hash("bob@sink.example"));
        report("schema validator alone", 100_000, () -> {
            if (!schema.problems(bytes).isEmpty()) {
                throw new AssertionError();
            }
        });
    }

    private static void report(String what, int rounds, Runnable work) {
        long best = Long.MAX_VALUE;
        for (int run = 0; run < 5; run++) {
            long start = System.nanoTime();
            for (int i = 0; i < rounds; i++) {
                work.run();
            }
            best = Math.min(best, (System.nanoTime() - start) / rounds);
        }
        System.out.println(what + ": " + best + " ns");
    }
}
