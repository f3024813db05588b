package org.sekimori.geo.build;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Merges three country databases, each with errors of its own kind (docs/adr/0027).
 *
 * <p>An autonomous system is <em>domestic</em> when at least {@value #DOMESTIC_PERCENT} % of its addresses lie in its own country
 * by the registries or by measurement; all of it then counts as that country, and deviating ranges count as noise. Elsewhere two
 * of the three decide, and the measurement if all differ.
 */
final class CountryMajorityMerger {

    /** Sky has 4.7 % of its addresses in Ireland, really; Deutsche Telekom 0.8 % abroad, carriers of continents 10 % and more. */
    static final int DOMESTIC_PERCENT = 98;

    private static final double OF_100 = 0.01;
    private static final int IPV6_UNIT_BITS = 80;

    private final GeoSourcePackages packages;

    private CountryMajorityMerger(GeoSourcePackages packages) {
        this.packages = packages;
    }

    /** Ranges with countries as {@link GeoSourcePackages#country} numbers them. */
    static AddressRanges of(GeoSourcePackages packages) {
        return new CountryMajorityMerger(packages).combined();
    }

    private AddressRanges combined() {
        Map<Integer, Integer> domestic = domestic();
        AddressRanges combined = new AddressRanges();
        sweep((first, last, values) -> {
            int home = domestic.getOrDefault(values[3], 0);
            int country = home != 0 ? home : majority(values[0], values[1], values[2]);
            if (country != 0) {
                combined.add(first, last, country);
            }
        });
        return combined;
    }

    private void sweep(RangeSweep.Stretch receiver) {
        RangeSweep.over(
                List.of(packages.byRoute(), packages.byRegistry(), packages.byMeasurement(), packages.systems()),
                receiver);
    }

    /**
     * The majority of a route's, a registry's and a measured country, 0 for unknown; without one, the first known of measured and
     * registry.
     */
    static int majority(int route, int registry, int measured) {
        if (route != 0 && route == registry) {
            return route;
        }
        return measured != 0 ? measured : registry != 0 ? registry : route;
    }

    /** The country of each system that is domestic. */
    private Map<Integer, Integer> domestic() {
        Map<Integer, CountrySpread> tallies = new HashMap<>();
        sweep((first, last, values) -> {
            if (values[3] != 0) {
                boolean ipv4 = first.isIpv4();
                double weight = ipv4
                        ? last.low() - first.low() + 1
                        : Math.max(1, (last.high() - first.high()) / (double) (1L << (IPV6_UNIT_BITS - 64)));
                tallies.computeIfAbsent(values[3], system -> new CountrySpread())
                        .add(ipv4, values, weight);
            }
        });
        Map<Integer, Integer> domestic = new HashMap<>();
        tallies.forEach((system, tally) -> {
            int home = tally.home();
            if (home != 0) {
                domestic.put(system, home);
            }
        });
        return domestic;
    }

    /** How the addresses of a system spread over countries, IPv4 apart: IPv6 counts only for a system that has nothing else. */
    private static final class CountrySpread {
        private final Map<Integer, Double> routes4 = new HashMap<>();
        private final Map<Integer, Double> routes6 = new HashMap<>();
        private final Map<Integer, Double> placed4 = new HashMap<>();
        private final Map<Integer, Double> placed6 = new HashMap<>();
        private double all4;
        private double all6;

        void add(boolean ipv4, int[] values, double weight) {
            Map<Integer, Double> routes = ipv4 ? routes4 : routes6;
            Map<Integer, Double> placed = ipv4 ? placed4 : placed6;
            if (values[0] != 0) {
                routes.merge(values[0], weight, Double::sum);
            }
            if (values[1] != 0) {
                placed.merge(values[1], weight, Double::sum);
            }
            if (values[2] != 0 && values[2] != values[1]) {
                placed.merge(values[2], weight, Double::sum);
            }
            all4 += ipv4 ? weight : 0;
            all6 += ipv4 ? 0 : weight;
        }

        /** The country of a domestic system; 0 for any other. */
        int home() {
            int home = routes4.isEmpty() ? home(routes6, placed6, all6) : home(routes4, placed4, all4);
            return home;
        }

        private static int home(Map<Integer, Double> routes, Map<Integer, Double> placed, double all) {
            int most = 0;
            for (Map.Entry<Integer, Double> route : routes.entrySet()) {
                double best = routes.getOrDefault(most, 0.0);
                if (route.getValue() > best || (route.getValue() == best && route.getKey() < most)) {
                    most = route.getKey();
                }
            }
            return most != 0 && placed.getOrDefault(most, 0.0) >= DOMESTIC_PERCENT * OF_100 * all ? most : 0;
        }
    }
}
