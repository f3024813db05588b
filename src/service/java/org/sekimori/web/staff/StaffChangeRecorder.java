package org.sekimori.web.staff;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sekimori.stream.request.AuditTrail;

/**
 * Writes a line of the audit trail for each change of the staff's file, whoever made it: the command runs without the log. Changes while the
 * service is down are not seen.
 */
final class StaffChangeRecorder implements AutoCloseable {

    private static final long SECONDS = 5;

    private final StaffDirectory staff;
    private final AuditTrail audit;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "sekimori-staff-changes");
        thread.setDaemon(true);
        return thread;
    });
    private List<StaffUser> known;

    StaffChangeRecorder(StaffDirectory staff, AuditTrail audit) {
        this.staff = staff;
        this.audit = audit;
        this.known = staff.all();
    }

    /** Looks every {@value #SECONDS} s from now on. */
    void begin() {
        looks.scheduleWithFixedDelay(this::look, SECONDS, SECONDS, TimeUnit.SECONDS);
    }

    /** Records what has changed since the last look. */
    synchronized void look() {
        List<StaffUser> now = staff.all();
        for (String change : changes(known, now)) {
            audit.record("console_staff_changed", StaffFile.NAME, change, "file");
        }
        known = now;
    }

    /** What differs, a line for each user, without hashes. */
    static List<String> changes(List<StaffUser> before, List<StaffUser> after) {
        Map<String, StaffUser> old = byName(before);
        Map<String, StaffUser> fresh = byName(after);
        TreeSet<String> names = new TreeSet<>(old.keySet());
        names.addAll(fresh.keySet());
        List<String> changes = new ArrayList<>();
        for (String name : names) {
            @Nullable StaffUser was = old.get(name);
            @Nullable StaffUser is = fresh.get(name);
            if (is == null) {
                changes.add(name + " was removed");
            } else if (was == null) {
                changes.add(name + " was added as " + is.role().word());
            } else {
                if (was.role() != is.role()) {
                    changes.add(name + " is " + is.role().word() + ", was "
                            + was.role().word());
                }
                if (!was.password().equals(is.password())) {
                    changes.add(name + " has a new " + (is.oneTimeUntil() == null ? "" : "one-time ") + "password");
                }
            }
        }
        return changes;
    }

    private static Map<String, StaffUser> byName(List<StaffUser> staff) {
        return staff.stream().collect(Collectors.toMap(StaffUser::name, user -> user, (a, b) -> b, TreeMap::new));
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}
