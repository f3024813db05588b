package org.sekimori.lab.fit;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.sekimori.rules.evidence.EvidenceReading;
import org.sekimori.rules.evidence.StepTable;

/** On which step of each sign's table an attempt is. */
final class SignSteps {

    private record Place(int number, StepTable table) {}

    private final Map<String, Place> places = new HashMap<>();

    SignSteps(SortedMap<String, StepTable> tables) {
        tables.forEach((sign, table) -> places.put(sign, new Place(places.size(), table)));
    }

    SignVector of(List<EvidenceReading> readings) {
        byte[] steps = new byte[places.size()];
        Arrays.fill(steps, SignVector.ABSENT);
        for (EvidenceReading reading : readings) {
            Place place = places.get(reading.sign());
            if (place != null) {
                steps[place.number()] = (byte) place.table().step(reading.value());
            }
        }
        return new SignVector(steps);
    }
}
