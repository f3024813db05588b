package org.sekimori.grants;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sekimori.grants.GrantCommandResult.Done;
import org.sekimori.grants.GrantCommandResult.Refused;
import org.sekimori.mail.Account;
import org.sekimori.mail.ReferenceCode;

/**
 * All grants of one account, in the order of their opening. Several may overlap, as the legs of a journey do.
 *
 * @param grants those in force, to come, and ended or revoked within {@link #REMEMBERED}
 */
public record GrantSet(List<Grant> grants) {

    /** How long an ended grant stays in the set, so that it can be shown and explained. */
    public static final Duration REMEMBERED = Duration.ofDays(30);

    /** Most ended or revoked grants that are remembered: opening and revoking in a loop must not grow the state. */
    private static final int MOST_ENDED = 16;

    /** No grants. */
    public static final GrantSet NONE = new GrantSet(List.of());

    private static final Set<String> COUNTRIES = Set.copyOf(Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2));

    public GrantSet {
        grants = List.copyOf(grants);
    }

    /** The grant that lets a submission from a country pass at an instant; of several, the one that ends last. */
    public Optional<Grant> covering(String country, Instant at) {
        if (grants.isEmpty()) {
            return Optional.empty();
        }
        return grants.stream().filter(g -> g.covers(country, at)).max(Comparator.comparing(Grant::until));
    }

    /** Carries out a command under the terms of the account's domain. Asking twice with one id does it once. */
    public GrantCommandResult apply(GrantCommand command, GrantPolicy terms) {
        GrantSet remembered = forgetting(command.time());
        if (command instanceof GrantCommand.Open open) {
            return remembered.open(open, terms);
        } else if (command instanceof GrantCommand.Extend extend) {
            return remembered.extend(extend, terms);
        } else {
            return remembered.revoke((GrantCommand.Revoke) command);
        }
    }

    private GrantCommandResult open(GrantCommand.Open open, GrantPolicy terms) {
        String id = id(open.account(), open.id());
        Optional<Grant> sameCommand = find(id);
        if (sameCommand.isPresent()) {
            Grant grant = sameCommand.get();
            return grant.matches(open)
                    ? new Done(this, List.of(grant))
                    : new Refused(
                            "grant " + id + " was opened with the same Idempotency-Key, but by somebody else or on"
                                    + " other terms; use a key of its own for each grant");
        }
        Instant now = open.time();
        Instant from = open.from() == null ? now : open.from();
        Instant until = open.until() == null ? from.plus(terms.length()) : open.until();
        @Nullable String problem = problem(open, from, until, terms);
        if (problem != null) {
            return new Refused(problem);
        }
        Grant grant =
                new Grant(id, from, until, open.countries(), open.by(), open.channel(), now, open.reason(), false);
        List<Grant> all = new ArrayList<>(grants);
        all.add(grant);
        return new Done(new GrantSet(all), List.of(grant));
    }

    private @Nullable String problem(GrantCommand.Open open, Instant from, Instant until, GrantPolicy terms) {
        Instant now = open.time();
        for (String country : open.countries()) {
            if (!COUNTRIES.contains(country) && !country.equals("XK")) {
                return "'" + country + "' is not an ISO 3166 country code; write two capital letters such as DE";
            }
        }
        if (!until.isAfter(from)) {
            return "the end " + until + " is not after the beginning " + from;
        }
        if (!until.isAfter(now)) {
            return "the end " + until + " is in the past; it is " + now + " now";
        }
        if (from.isAfter(now.plus(terms.ahead()))) {
            return "the beginning " + from + " is more than " + days(terms.ahead()) + " ahead";
        }
        if (until.isAfter(from.plus(terms.length()))) {
            return "from " + from + " to " + until + " is longer than the " + days(terms.length())
                    + " allowed; open it shorter and extend it when needed";
        }
        long unended = grants.stream().filter(g -> !g.ended(now)).count();
        if (unended >= terms.most()) {
            return "the account has " + unended
                    + " grants that have not ended, and no more are allowed; revoke one first";
        }
        return null;
    }

    private GrantCommandResult extend(GrantCommand.Extend extend, GrantPolicy terms) {
        Instant now = extend.time();
        Optional<Grant> chosen = extend.grant() == null
                ? grants.stream().filter(g -> !g.ended(now)).max(Comparator.comparing(Grant::until))
                : find(ReferenceCode.parseCode(extend.grant()));
        if (chosen.isEmpty()) {
            return new Refused(
                    extend.grant() == null
                            ? "the account has no grant that could be extended; open one"
                            : "the account has no grant " + extend.grant() + "; list its grants to see their ids");
        }
        Grant grant = chosen.get();
        if (grant.ended(now)) {
            String how = grant.revoked() ? " was revoked" : " ended at " + grant.until();
            return new Refused("grant " + grant.id() + how + "; open a new one");
        }
        Instant later = now.plus(terms.length());
        Grant extended = later.isAfter(grant.until()) ? grant.withUntil(later) : grant;
        return new Done(replacing(grant, extended), List.of(extended));
    }

    private GrantCommandResult revoke(GrantCommand.Revoke revoke) {
        List<Grant> chosen = grants.stream()
                .filter(g -> revoke.grant() == null
                        ? !g.ended(revoke.time())
                        : g.id().equals(ReferenceCode.parseCode(revoke.grant())))
                .toList();
        if (chosen.isEmpty()) {
            return new Refused(
                    revoke.grant() == null
                            ? "the account has no grant that could be revoked"
                            : "the account has no grant " + revoke.grant() + "; list its grants to see their ids");
        }
        GrantSet set = this;
        List<Grant> touched = new ArrayList<>();
        for (Grant grant : chosen) {
            Grant revoked = grant.asRevoked();
            set = set.replacing(grant, revoked);
            touched.add(revoked);
        }
        return new Done(set, touched);
    }

    /** Whether any grant is in force. */
    public boolean anyActive(Instant at) {
        return grants.stream().anyMatch(g -> g.active(at));
    }

    /** Whether a grant without a list of countries is in force. */
    public boolean coveringAll(Instant at) {
        return grants.stream().anyMatch(g -> g.active(at) && g.countries().isEmpty());
    }

    private GrantSet forgetting(Instant now) {
        Instant horizon = now.minus(REMEMBERED);
        long over = grants.stream().filter(g -> g.ended(now)).count() - MOST_ENDED;
        List<Grant> kept = new ArrayList<>();
        for (Grant grant : grants) {
            boolean tooMany = grant.ended(now) && over-- > 0;
            if (!tooMany && grant.until().isAfter(horizon)) {
                kept.add(grant);
            }
        }
        return new GrantSet(kept);
    }

    private GrantSet replacing(Grant old, Grant fresh) {
        return new GrantSet(grants.stream().map(g -> g == old ? fresh : g).toList());
    }

    private Optional<Grant> find(String id) {
        return grants.stream().filter(g -> g.id().equals(id)).findFirst();
    }

    private static String id(Account account, String commandId) {
        return ReferenceCode.of(account, commandId).code();
    }

    private static String days(Duration duration) {
        return duration.toHours() % 24 == 0 ? duration.toDays() + " days" : duration.toHours() + " hours";
    }
}
