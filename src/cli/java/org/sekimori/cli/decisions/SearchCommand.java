package org.sekimori.cli.decisions;

import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sekimori.archive.lookup.DecisionCriteria;
import org.sekimori.archive.lookup.DecisionPage;
import org.sekimori.archive.lookup.InvalidCriterionException;
import org.sekimori.archive.lookup.LogScanSearch;
import org.sekimori.cli.support.ApiClient;
import org.sekimori.cli.support.CommandProgress;
import org.sekimori.cli.support.ServiceEndpoints;
import org.sekimori.cli.support.ServiceOptions;
import org.sekimori.mail.Account;
import org.sekimori.server.UserFacingException;
import org.sekimori.stream.consumer.LogReplay;
import org.sekimori.text.EscapedText;
import org.sekimori.text.NameSuggestion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Searches decisions: in the archive, or on the log without one. */
@Command(
        name = "search",
        mixinStandardHelpOptions = true,
        description =
                "Find decisions: of a customer, a reference, a queue id or Message-ID, an address or network, a rule.",
        footer = {
            "",
            "Example:  ./sekimori search --reference k7qx3m2p",
            "          ./sekimori search --address 192.0.2.0/24 --since 2h --verdict reject",
            "A decision must meet all that is asked for. Without an archive the log is searched, which takes longer unless an account,",
            "a reference or an id is among it."
        })
public final class SearchCommand implements Callable<Integer> {

    private static final int MOST_SHOWN = 60;
    private static final String NO_ARCHIVE = "urn:sekimori:no-archive";
    private static final String INDEX_BEHIND = "urn:sekimori:index-behind";
    private static final Pattern AGO = Pattern.compile("(\\d{1,6})([smhd])");

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final ServiceOptions service = new ServiceOptions();

    @Option(names = "--account", paramLabel = "A", description = "SASL username, as the customer types it.")
    private @Nullable String account;

    @Option(
            names = "--address",
            paramLabel = "IP|CIDR",
            description = "Client address, or a network such as 192.0.2.0/24.")
    private @Nullable String address;

    @Option(names = "--since", paramLabel = "TIME", description = "2h, 7d or such ago, or 2026-11-26T00:00:00Z.")
    private @Nullable String since;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "The first moment that does not count any more, likewise.")
    private @Nullable String until;

    @Option(
            names = "--rule",
            paramLabel = "R",
            description = "A rule that matched, whether it acts or is in the shadow.")
    private @Nullable String rule;

    @Option(
            names = "--verdict",
            paramLabel = "V",
            description = "accept, quarantine, defer, reject, or none for what is no submission.")
    private @Nullable String verdict;

    @Option(names = "--reference", paramLabel = "X", description = "As the customer reads it out: k7qx 3m2p.")
    private @Nullable String reference;

    @Option(names = "--queue-id", paramLabel = "Q", description = "The mail server's queue id.")
    private @Nullable String queueId;

    @Option(names = "--message-id", paramLabel = "M", description = "Message-ID, with or without angle brackets.")
    private @Nullable String messageId;

    @Option(names = "--id", paramLabel = "ID", description = "Id of a decision or of its event.")
    private @Nullable String id;

    @Option(names = "--country", paramLabel = "CC", description = "Where the client was, such as DE.")
    private @Nullable String country;

    @Option(names = "--server", paramLabel = "S", description = "The mail server that reported it.")
    private @Nullable String server;

    @Option(names = "--limit", paramLabel = "N", description = "How many at most, 1 to 500. Default: 50")
    private @Nullable String limit;

    @Option(names = "--cursor", paramLabel = "C", description = "Go on where the page before ended, which says how.")
    private @Nullable String cursor;

    @Option(names = "--log", description = "Search the log, although there is an archive.")
    private boolean log;

    @Option(names = "--json", description = "Print the answer as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        Instant now = Clock.systemUTC().instant();
        Map<String, String> named = named(now);
        if (named.keySet().stream().allMatch(name -> name.equals("limit") || name.equals("cursor"))) {
            throw new UserFacingException(
                    "say what to look for, such as --reference K7QX-3M2P or --account alice@isp.example"
                            + " --since 2h; --help lists all");
        }
        read(named);
        ApiClient api = new ApiClient(service);
        JsonNode answer = log ? null : archived(api, named);
        boolean onLog =
                answer == null || answer.path("searched").asString("archive").equals("log");
        DecisionPage page =
                answer == null ? searched(api, named) : JsonMapper.shared().treeToValue(answer, DecisionPage.class);
        print(page, named, onLog, now);
        String asked = named.get("rule");
        if (asked != null && page.decisions().isEmpty()) {
            unknown(api, asked);
        }
        return 0;
    }

    /** Explains an empty result if there is no such rule; one of an earlier rulebook may well have matches. */
    private void unknown(ApiClient api, String asked) {
        List<String> rules = api.get("/v1/rulebook")
                .path("rules")
                .valueStream()
                .map(rule -> rule.path("rule").asString(""))
                .toList();
        if (!rules.contains(asked)) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("sekimori: the rulebook in force has no rule '" + EscapedText.of(asked, MOST_SHOWN) + "'"
                    + NameSuggestion.hint(asked, rules) + " Its rules are " + String.join(", ", rules));
            err.flush();
        }
    }

    private Map<String, String> named(Instant now) {
        Map<String, @Nullable String> all = new LinkedHashMap<>();
        all.put("account", account);
        all.put("address", address);
        all.put("from", moment(since, now));
        all.put("until", moment(until, now));
        all.put("rule", rule);
        all.put("verdict", verdict);
        all.put("reference", reference);
        all.put("queue_id", queueId);
        all.put("message_id", messageId);
        all.put("id", id);
        all.put("country", country);
        all.put("server", server);
        all.put("limit", limit);
        all.put("cursor", cursor);
        Map<String, String> named = new LinkedHashMap<>();
        all.forEach((name, value) -> {
            if (value != null) {
                named.put(name, value);
            }
        });
        return named;
    }

    /** A time that may be given as so long ago. */
    public static @Nullable String moment(@Nullable String text, Instant now) {
        Matcher ago = AGO.matcher(text == null ? "" : text.strip());
        if (!ago.matches()) {
            return text;
        }
        long count = Long.parseLong(ago.group(1));
        Duration length =
                switch (ago.group(2)) {
                    case "s" -> Duration.ofSeconds(count);
                    case "m" -> Duration.ofMinutes(count);
                    case "h" -> Duration.ofHours(count);
                    default -> Duration.ofDays(count);
                };
        Instant then = now.minus(length);
        return (then.isBefore(Instant.EPOCH) ? Instant.EPOCH : then).toString();
    }

    /** Complaints name the option, not the parameter of the API. */
    private static DecisionCriteria read(Map<String, String> named) {
        try {
            return DecisionCriteria.parse(named, Account.LoginNormalizer.PLAIN);
        } catch (InvalidCriterionException e) {
            boolean time = e.field().equals("from") || e.field().equals("until");
            throw new UserFacingException(option(e.field()) + ": " + e.problem()
                    + (time && e.problem().contains("RFC") ? ", or so long ago: 90s, 30m, 2h or 7d" : ""));
        }
    }

    static String option(String field) {
        return field.equals("from") ? "--since" : "--" + field.replace('_', '-');
    }

    /** The service's result, from the archive or by its index of the log; null if only a scan of the whole log can answer. */
    private static @Nullable JsonNode archived(ApiClient api, Map<String, String> named) {
        String query = named.entrySet().stream()
                .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        try {
            return api.get("/v1/decisions?" + query);
        } catch (ApiClient.RefusedException e) {
            if (e.type().equals(NO_ARCHIVE) || e.type().equals(INDEX_BEHIND)) {
                return null;
            }
            throw e.status() == 503 ? new UserFacingException(e.getMessage() + "; --log searches the log instead") : e;
        }
    }

    private DecisionPage searched(ApiClient api, Map<String, String> named) {
        Map<String, String> known = new LinkedHashMap<>(named);
        String asked = named.get("account");
        if (asked != null) {
            // How log-ins are written is the service's to say: its default domain, its sub-addresses.
            known.put(
                    "account",
                    api.get(ApiClient.account(asked, "/hold")).path("account").asString(asked));
        }
        DecisionCriteria criteria = read(known);
        ServiceEndpoints running = service.findWithLog(spec.commandLine().getErr());
        CommandProgress progress = new CommandProgress(spec.commandLine().getErr(), "records of the log searched");
        try (LogReplay replay = new LogReplay(running.log())) {
            return new LogScanSearch(replay).search(criteria, progress::at);
        } catch (IllegalStateException e) {
            throw new UserFacingException(String.valueOf(e.getMessage()));
        } finally {
            progress.end();
        }
    }

    private void print(DecisionPage page, Map<String, String> named, boolean onLog, Instant now) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode answer = JsonMapper.shared().valueToTree(page);
            out.println(answer.put("searched", onLog ? "log" : "archive"));
        } else {
            out.print(SearchResultText.of(page, named, onLog, now));
        }
        out.flush();
    }
}
