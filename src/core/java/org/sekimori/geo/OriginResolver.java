package org.sekimori.geo;

import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.sekimori.geo.OriginExplanation.DecidedBy;
import org.sekimori.mail.AutonomousSystem;
import org.sekimori.mail.ClientAddress;
import org.sekimori.mail.Origin;

/**
 * Resolves a client address to an origin, in memory only. Thread-safe; never waits for a reload.
 *
 * <p>The first of these that applies decides:
 *
 * <ol>
 * <li>No address: unknown, {@code no_address}.
 * <li>A special address (private, loopback...): internal.
 * <li>6to4, NAT64 or Teredo: continue with the client's IPv4 address inside.
 * <li>An operator's override.
 * <li>A relay, by network or verified name: relay.
 * <li>A tunnel: unknown, {@code tunnel}.
 * <li>The database: a country, or unknown with the reason.
 * </ol>
 */
public final class OriginResolver {

    private static final ResolvedOrigin NO_ADDRESS =
            new ResolvedOrigin(null, new Origin.Unknown(UnknownOriginReason.NO_ADDRESS.word(), null, null));

    /** Postfix's word for a missing value. */
    private static final String ABSENT = "unknown";

    private final ReloadableFile<CountryDatabase> countries;
    private final ReloadableFile<AsnDatabase> systems;
    private final ReloadableFile<AddressKindDatabase> anonymous;
    private final ReloadableFile<AddressKindDatabase> connections;
    private final ReloadableFile<RelayList> relays;
    private final ReloadableFile<OverrideList> overrides;

    private OriginResolver(GeoFiles files, Clock clock) {
        relays = ReloadableFile.required(files.relays(), RelayList::read, RelayList.EMPTY, clock);
        overrides = ReloadableFile.required(files.overrides(), OverrideList::read, OverrideList.EMPTY, clock);
        countries = database(
                files.countryDatabase(),
                refreshed(files, GeoFiles.COUNTRY_FILE),
                file -> CountryDatabase.open(file, today(clock)),
                CountryDatabase::starter,
                clock);
        systems = database(
                files.asnDatabase(),
                refreshed(files, GeoFiles.ASN_FILE),
                file -> AsnDatabase.open(file, today(clock)),
                AsnDatabase::starter,
                clock);
        anonymous = kinds(files.kinds().anonymous(), clock);
        connections = kinds(files.kinds().connection(), clock);
    }

    private static ReloadableFile<AddressKindDatabase> kinds(@Nullable Path named, Clock clock) {
        return ReloadableFile.orElse(
                named, file -> AddressKindDatabase.open(file, today(clock)), () -> AddressKindDatabase.NONE, clock);
    }

    private static @Nullable Path refreshed(GeoFiles files, String name) {
        return files.refreshed() == null ? null : files.refreshed().resolve(name);
    }

    private static <T> ReloadableFile<T> database(
            @Nullable Path named,
            @Nullable Path refreshed,
            ReloadableFile.Loader<T> loader,
            Supplier<T> starter,
            Clock clock) {
        return named != null || refreshed == null
                ? ReloadableFile.orElse(named, loader, starter, clock)
                : ReloadableFile.onceThere(refreshed, loader, starter, clock);
    }

    private static LocalDate today(Clock clock) {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    /**
     * Opens the files. An unusable database does not stop the start: the starter database replaces it, {@link #status} reports
     * it, and {@link #poll} loads the file as soon as it is good.
     *
     * @param clock for the times in {@link #status}
     * @throws IllegalArgumentException naming file, line and problem, if a list is configured and cannot be used
     */
    public static OriginResolver open(GeoFiles files, Clock clock) {
        return new OriginResolver(files, clock);
    }

    /**
     * Resolves a client's address.
     *
     * <p>{@link Origin#network()} is the client's: for 6to4, NAT64 and Teredo that of the IPv4 address inside, while
     * {@link ResolvedOrigin#address()} stays the address that the server saw.
     *
     * @param clientAddress address literal as in {@link ClientAddress#of}; null, empty or {@code unknown} if missing
     * @param clientName host name that the mail server looked up and confirmed forwards; null, empty or {@code unknown}
     *     otherwise. Never pass a name that the client only claims: it could pass as a relay
     * @throws IllegalArgumentException if the address is not a literal, with a message for the sender
     */
    public ResolvedOrigin resolve(@Nullable String clientAddress, @Nullable String clientName) {
        if (clientAddress == null || clientAddress.isEmpty() || clientAddress.equalsIgnoreCase(ABSENT)) {
            return NO_ADDRESS;
        }
        ClientAddress seen = ClientAddress.of(clientAddress);
        return new ResolvedOrigin(seen.text(), origin(seen, clientName));
    }

    /**
     * Resolves an address; see {@link #resolve} for {@link Origin#network()}.
     *
     * @param address null if missing
     * @param clientName as for {@link #resolve}
     */
    public Origin locate(@Nullable ClientAddress address, @Nullable String clientName) {
        return address == null ? NO_ADDRESS.origin() : origin(address, clientName);
    }

    /**
     * Resolves an address and explains the result.
     *
     * @param address literal as in {@link ClientAddress#of}
     * @param clientName as for {@link #resolve}
     * @throws IllegalArgumentException if it is not a literal, with a message for the sender
     */
    public OriginExplanation explain(String address, @Nullable String clientName) {
        ClientAddress seen = ClientAddress.of(address);
        Located located = located(seen, clientName);
        ClientAddress client = located.client();
        AutonomousSystem system = systems.value().find(client);
        boolean listed = located.decidedBy() == DecidedBy.OVERRIDE || located.decidedBy() == DecidedBy.RELAY;
        OverrideList.Listed override = located.override();
        return new OriginExplanation(
                seen.text(),
                client.equals(seen) ? null : client.text(),
                located.origin(),
                system,
                located.decidedBy(),
                override == null ? null : override.network(),
                override == null || override.note().isEmpty() ? null : override.note(),
                listed ? countries.value().locate(client, client.network(), system) : null,
                status().country());
    }

    /**
     * @param override the override that decided; null without one
     */
    private record Located(
            Origin origin, ClientAddress client, DecidedBy decidedBy, OverrideList.@Nullable Listed override) {
        Located(Origin origin, ClientAddress client, DecidedBy decidedBy) {
            this(origin, client, decidedBy, null);
        }
    }

    private Origin origin(ClientAddress seen, @Nullable String clientName) {
        return located(seen, clientName).origin();
    }

    private Located located(ClientAddress seen, @Nullable String clientName) {
        String special = SpecialRange.of(seen);
        if (special != null) {
            return new Located(new Origin.Internal(special, seen.network()), seen, DecidedBy.SPECIAL_RANGE);
        }
        ClientAddress inside = seen.embedded();
        // A private address inside a public one is unreachable, and must not pass as internal.
        boolean opaque = inside != null && SpecialRange.of(inside) != null;
        ClientAddress client = inside == null || opaque ? seen : inside;
        String network = client.network();
        OverrideList.Listed override = override(seen, client);
        if (override != null) {
            Origin origin =
                    withKinds(override.correction().at(network, systems.value().find(client)), client);
            return new Located(origin, client, DecidedBy.OVERRIDE, override);
        }
        String relay = relays.value().find(client, clientName);
        if (relay != null) {
            return new Located(new Origin.Relay(relay, network), client, DecidedBy.RELAY);
        }
        AutonomousSystem system = systems.value().find(client);
        if (opaque || TunnelNetworks.contains(client)) {
            Origin origin = new Origin.Unknown(UnknownOriginReason.TUNNEL.word(), network, system, null);
            return new Located(origin, client, DecidedBy.TUNNEL);
        }
        Origin origin = withKinds(countries.value().locate(client, network, system), client);
        return new Located(origin, client, DecidedBy.DATABASE);
    }

    private Origin withKinds(Origin origin, ClientAddress client) {
        if (!(origin instanceof Origin.Country country)) {
            return origin;
        }
        List<String> kinds = new ArrayList<>(anonymous.value().find(client));
        kinds.addAll(connections.value().find(client));
        return kinds.isEmpty() ? origin : country.with(Origin.Details.of(country.location(), kinds));
    }

    private OverrideList.@Nullable Listed override(ClientAddress seen, ClientAddress client) {
        OverrideList list = overrides.value();
        OverrideList.Listed override = list.find(seen);
        return override == null && !client.equals(seen) ? list.find(client) : override;
    }

    /**
     * Reloads changed files. Cheap when nothing changed (a few file attributes), so a scheduler may call it every few seconds.
     * Never throws: an unusable file leaves the loaded one in use, see {@link #status}.
     */
    public void poll() {
        countries.poll();
        systems.poll();
        anonymous.poll();
        connections.poll();
        relays.poll();
        overrides.poll();
    }

    /** The files in use. */
    public GeoStatus status() {
        ReloadableFile.State<CountryDatabase> country = countries.state();
        CountryDatabase database = country.value();
        return new GeoStatus(
                new GeoStatus.Database(
                        country.path(),
                        database.isStarter(),
                        database.type(),
                        database.built(),
                        country.loadedAt(),
                        country.error()),
                asnStatus(systems.state()),
                listStatus(relays.state(), RelayList::size),
                listStatus(overrides.state(), OverrideList::size),
                kindStatus(anonymous.state()),
                kindStatus(connections.state()));
    }

    private static GeoStatus.Database asnStatus(ReloadableFile.State<AsnDatabase> state) {
        AsnDatabase database = state.value();
        return new GeoStatus.Database(
                state.path(), database.isStarter(), database.type(), database.built(), state.loadedAt(), state.error());
    }

    private static GeoStatus.Database kindStatus(ReloadableFile.State<AddressKindDatabase> state) {
        AddressKindDatabase database = state.value();
        return new GeoStatus.Database(
                state.path(), false, database.type(), database.built(), state.loadedAt(), state.error());
    }

    private static <T> GeoStatus.NetworkFile listStatus(ReloadableFile.State<T> state, ToIntFunction<T> size) {
        return new GeoStatus.NetworkFile(state.path(), size.applyAsInt(state.value()), state.loadedAt(), state.error());
    }
}
