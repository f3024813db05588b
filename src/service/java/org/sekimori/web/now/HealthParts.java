package org.sekimori.web.now;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.IndicatedHealthDescriptor;

/** The parts of the service and how they are, as the health page has them. */
final class HealthParts {

    private static final int MOST_DETAIL = 300;

    private HealthParts() {}

    /**
     * One part.
     *
     * @param status as a style, such as {@code up} or {@code out-of-service}
     * @param details of a part that is not well, one line each
     */
    record Part(String name, String status, List<String> details) {

        /** Whether somebody should look at it; a part that is not in use is unknown, and well. */
        public boolean ill() {
            return !status.equals("up") && !status.equals("unknown");
        }
    }

    /** All parts: those that are not well first. */
    static List<Part> of(HealthEndpoint health) {
        List<Part> bad = new ArrayList<>();
        List<Part> good = new ArrayList<>();
        if (health.health() instanceof CompositeHealthDescriptor all) {
            new TreeMap<>(all.getComponents()).forEach((name, descriptor) -> {
                Part part = part(name, descriptor);
                (part.ill() ? bad : good).add(part);
            });
        }
        bad.addAll(good);
        return bad;
    }

    private static Part part(String name, HealthDescriptor part) {
        String status = part.getStatus().getCode().toLowerCase(Locale.ROOT).replace('_', '-');
        List<String> details = new ArrayList<>();
        if (!status.equals("up") && part instanceof IndicatedHealthDescriptor indicated) {
            @Nullable Map<String, Object> all = indicated.getDetails();
            if (all != null) {
                all.forEach((key, value) -> {
                    String text = String.valueOf(value);
                    details.add(
                            key + ": " + (text.length() <= MOST_DETAIL ? text : text.substring(0, MOST_DETAIL) + "…"));
                });
            }
        }
        return new Part(name, status, details);
    }
}
