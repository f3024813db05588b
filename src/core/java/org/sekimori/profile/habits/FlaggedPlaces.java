package org.sekimori.profile.habits;

import java.util.ArrayList;
import java.util.List;
import org.sekimori.profile.codec.BinaryStateReader;
import org.sekimori.profile.codec.BinaryStateWriter;
import org.sekimori.profile.codec.StateSection;

/**
 * Where the latest flagged submissions came from, so that a person's judgement can teach it: when the case is closed as a false
 * positive, the network, its provider and the program are the owner's.
 *
 * @param places the latest {@value #MOST}, latest at the end, each once
 */
public record FlaggedPlaces(List<Place> places) {

    /** So many are kept. */
    static final int MOST = 4;

    /** None. */
    public static final FlaggedPlaces NONE = new FlaggedPlaces(List.of());

    /** The section of a profile. */
    public static final StateSection<FlaggedPlaces> SECTION =
            StateSection.of(18, NONE, FlaggedPlaces::write, FlaggedPlaces::read, FlaggedPlaces::atMost);

    /** Octets of the largest entry: five hashes and a day. */
    private static final int LARGEST = 5 * 4 + 5;

    public FlaggedPlaces {
        places = List.copyOf(places);
    }

    /**
     * A place by hashes, 0 for what is not known.
     *
     * @param system the autonomous system
     * @param helo the name that the program gave for itself
     * @param day the last local day on which it was flagged, counted from 1970
     */
    public record Place(int network, int provider, int country, int system, int helo, int day) {

        private boolean same(Place other) {
            return network == other.network && provider == other.provider && helo == other.helo;
        }
    }

    /** After a flag. */
    public FlaggedPlaces plus(Place place) {
        List<Place> changed = new ArrayList<>(places);
        changed.removeIf(place::same);
        changed.add(place);
        return new FlaggedPlaces(changed.subList(Math.max(0, changed.size() - MOST), changed.size()));
    }

    private int atMost() {
        return 1 + places.size() * LARGEST;
    }

    private void write(BinaryStateWriter out) {
        out.number(places.size());
        for (Place place : places) {
            out.fixed32(place.network)
                    .fixed32(place.provider)
                    .fixed32(place.country)
                    .fixed32(place.system)
                    .fixed32(place.helo)
                    .signed(place.day);
        }
    }

    private static FlaggedPlaces read(BinaryStateReader in) {
        int size = in.count();
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            places.add(new Place(
                    in.fixed32(),
                    in.fixed32(),
                    in.fixed32(),
                    in.fixed32(),
                    in.fixed32(),
                    Math.toIntExact(in.signed())));
        }
        return new FlaggedPlaces(places);
    }
}
