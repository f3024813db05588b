package org.sekimori.lab.statistics;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.sekimori.lab.world.RandomStream;

/** Adds up finished accounts, of which only the histograms are kept. */
final class PopulationSampleBuilder {

    /** Their spread is the error; of 50 it is known to a tenth. */
    private static final int RESAMPLED = 50;

    private static final long SEED = 20_060_101;

    private final PopulationHistograms shape = new PopulationHistograms();
    private final List<PopulationHistograms> resampled = new ArrayList<>();
    private int accounts;
    private long messages;
    private int bulk;
    private long bulkMessages;
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;

    PopulationSampleBuilder() {
        for (int i = 0; i < RESAMPLED; i++) {
            resampled.add(new PopulationHistograms());
        }
    }

    /** Adds a completed account; one without messages does not count. */
    void add(AccountSampler sender) {
        AccountHistograms tally = sender.finish();
        if (sender.messages() == 0) {
            return;
        }
        first = Math.min(first, sender.firstDay());
        last = Math.max(last, sender.lastDay());
        if (sender.dailyRecipients() > PopulationSample.BULK_RECIPIENTS) {
            bulk++;
            bulkMessages += sender.messages();
            return;
        }
        accounts++;
        messages += sender.messages();
        shape.add(tally, 1);
        RandomStream draw = RandomStream.of(SEED, "resample", accounts);
        for (PopulationHistograms again : resampled) {
            again.add(tally, draw.poisson(1));
        }
    }

    /**
     * @throws IllegalStateException without messages
     */
    PopulationSample sample() {
        if (accounts + bulk == 0) {
            throw new IllegalStateException("there is no message of any account");
        }
        return new PopulationSample(
                shape,
                resampled,
                accounts,
                messages,
                bulk,
                bulkMessages,
                LocalDate.ofEpochDay(first),
                LocalDate.ofEpochDay(last));
    }
}
