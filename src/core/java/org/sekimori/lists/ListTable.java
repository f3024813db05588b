package org.sekimori.lists;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.MailEvent;
import org.sekimori.mail.Origin;

/**
 * All lists in memory. {@link #listed} says which of them an event is on; that is stored with the event, so the same log gives
 * the same decisions whatever stands on the lists later. The cost of a look-up does not grow with the lists. Written by one thread,
 * read by many.
 */
public final class ListTable {

    private final NetworkIndex networks = new NetworkIndex();
    private final Map<ListKind, ValueIndex> indexes = new EnumMap<>(ListKind.class);

    private final Set<String> names = ConcurrentHashMap.newKeySet();

    /** What was put last; entries that are put together share their terms. */
    private @Nullable Listing last;

    public ListTable() {
        for (ListKind kind : ListKind.values()) {
            indexes.put(kind, kind == ListKind.NETWORK ? networks : new TextIndex());
        }
    }

    private ValueIndex index(ListKind kind) {
        return Objects.requireNonNull(indexes.get(kind));
    }

    private TextIndex texts(ListKind kind) {
        return (TextIndex) index(kind);
    }

    /** Puts an entry on its list, in the place of the one with its value there. */
    public void put(ListEntry entry) {
        Listing listing = last;
        if (listing == null || !listing.is(entry.list(), entry.terms())) {
            listing = new Listing(entry.list(), entry.terms());
            last = listing;
            names.add(entry.list());
        }
        index(entry.kind()).put(entry.value(), listing);
    }

    /** Names of lists that something was put on since the start. */
    public Set<String> names() {
        return names;
    }

    /** Takes a value off a list; nothing happens if it is not there. */
    public void remove(String list, ListKind kind, String value) {
        index(kind).remove(value, list);
    }

    /** The terms of a value on a list; null if it is not there. */
    public @Nullable ListTerms terms(String list, ListKind kind, String value) {
        List<Listing> listings = index(kind).exactly(value);
        return listings == null
                ? null
                : listings.stream()
                        .filter(one -> one.list().equals(list))
                        .map(Listing::terms)
                        .findFirst()
                        .orElse(null);
    }

    /** Entries that ended before that time, at most so many. */
    public List<ListEntry> ended(Instant time, int most) {
        List<ListEntry> ended = new ArrayList<>();
        indexes.forEach((kind, index) -> index.forEach((value, listings) -> {
            for (Listing one : listings) {
                if (ended.size() < most && !one.terms().holdsAt(time)) {
                    ended.add(new ListEntry(one.list(), kind, value, one.terms()));
                }
            }
        }));
        return ended;
    }

    /** How many values there are on all lists; a value on two lists counts once. */
    public long size() {
        return indexes.values().stream().mapToLong(ValueIndex::size).sum();
    }

    /** How many entries of each kind each list has, those that have ended left out. */
    public SortedMap<String, SortedMap<ListKind, Long>> counts(Instant now) {
        SortedMap<String, SortedMap<ListKind, Long>> counts = new TreeMap<>();
        indexes.forEach((kind, index) -> index.forEach((value, listings) -> {
            for (Listing one : listings) {
                if (one.terms().holdsAt(now)) {
                    counts.computeIfAbsent(one.list(), list -> new TreeMap<>()).merge(kind, 1L, Long::sum);
                }
            }
        }));
        return counts;
    }

    /** Every entry of a list that holds at that time, in no order. */
    public void forEach(String list, Instant now, Consumer<ListEntry> action) {
        indexes.forEach((kind, index) -> index.forEach((value, listings) -> {
            for (Listing one : listings) {
                if (one.list().equals(list) && one.terms().holdsAt(now)) {
                    action.accept(new ListEntry(list, kind, value, one.terms()));
                }
            }
        }));
    }

    /** The event with the lists that it is on at its own time, see {@link MailEvent#lists}. Never throws. */
    public MailEvent listed(MailEvent event) {
        if (size() == 0) {
            return event;
        }
        Set<String> lists = new TreeSet<>();
        ClientAddress address = address(event);
        if (address != null) {
            Consumer<List<Listing>> found = names(lists, ListKind.NETWORK, event.time());
            networks.find(address, found);
            ClientAddress inside = address.embedded();
            if (inside != null) {
                networks.find(inside, found);
            }
        }
        find(lists, ListKind.AS, system(event.origin()), event.time());
        find(lists, ListKind.COUNTRY, event.origin() instanceof Origin.Country c ? c.country() : "", event.time());
        find(lists, ListKind.ACCOUNT, event.account().name(), event.time());
        find(lists, ListKind.SENDER_DOMAIN, senderDomain(event.sender()), event.time());
        find(lists, ListKind.HELO, lower(event.helo()), event.time());
        return lists.isEmpty()
                ? event
                : event.toBuilder()
                        .lists(lists.stream().limit(MailEvent.MAX_LISTS).toList())
                        .build();
    }

    private static @Nullable ClientAddress address(MailEvent event) {
        String address = event.clientAddress();
        try {
            return address == null ? null : ClientAddress.of(address);
        } catch (IllegalArgumentException e) {
            // No address that an entry can name.
            return null;
        }
    }

    private void find(Set<String> lists, ListKind kind, String name, Instant time) {
        TextIndex index = texts(kind);
        if (!name.isEmpty() && index.size() > 0) {
            index.find(name, names(lists, kind, time));
        }
    }

    private static Consumer<List<Listing>> names(Set<String> lists, ListKind kind, Instant time) {
        return listings -> {
            for (Listing one : listings) {
                if (one.terms().holdsAt(time)) {
                    lists.add(kind.word() + ":" + one.list());
                }
            }
        };
    }

    private static String system(Origin origin) {
        long number = origin instanceof Origin.Country c
                ? c.system().number()
                : origin instanceof Origin.Unknown u ? u.system().number() : 0;
        return number == 0 ? "" : Long.toString(number);
    }

    private static String senderDomain(@Nullable String sender) {
        int at = sender == null ? -1 : sender.lastIndexOf('@');
        if (sender == null || at < 0) {
            return "";
        }
        String domain = sender.substring(at + 1);
        try {
            return ListKind.SENDER_DOMAIN.normalize(domain);
        } catch (IllegalArgumentException e) {
            // A sender that no entry can name.
            return "";
        }
    }

    private static String lower(@Nullable String name) {
        return name == null ? "" : name.toLowerCase(Locale.ROOT);
    }
}
