package org.sekimori.follow.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class LineSplitterPropertyTest {

    @Property(tries = 300)
    void anyCuttingGivesTheSameLines(@ForAll List<String> texts, @ForAll long seed) {
        byte[] all = (String.join("\n", texts) + "\n").getBytes(StandardCharsets.UTF_8);
        List<String> whole = new ArrayList<>();
        new LineSplitter(false).add(all, 0, all.length, line -> whole.add(new String(line, StandardCharsets.UTF_8)));
        Random random = new Random(seed);
        List<String> cut = new ArrayList<>();
        LineSplitter splitter = new LineSplitter(false);
        for (int at = 0; at < all.length; ) {
            int to = Math.min(all.length, at + 1 + random.nextInt(40));
            splitter.add(all, at, to, line -> cut.add(new String(line, StandardCharsets.UTF_8)));
            at = to;
        }
        assertThat(cut).isEqualTo(whole);
        assertThat(splitter.pending()).isZero();
        assertThat(whole)
                .isEqualTo(
                        List.of((String.join("\n", texts) + "\nx").split("\n")).subList(0, whole.size()));
    }
}
