package org.sekimori.cli.cases;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.sekimori.archive.lookup.DecisionCriteria;
import org.sekimori.archive.lookup.InvalidCriterionException;
import org.sekimori.archive.lookup.LogScanSearch;
import org.sekimori.cli.support.ApiClient;
import org.sekimori.cli.support.ApiCommand;
import org.sekimori.cli.support.CommandProgress;
import org.sekimori.cli.support.ServiceEndpoints;
import org.sekimori.mail.Account;
import org.sekimori.mail.ReferenceCode;
import org.sekimori.server.UserFacingException;
import org.sekimori.stream.consumer.LogReplay;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Shows cases in full. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Show a case, all cases of an account, or those of whoever reads out the reference of a refusal.",
        footer = {"", "Example:  ./sekimori case show K7QX-3M2P", "          ./sekimori case show alice@isp.example"})
final class CaseShowCommand extends ApiCommand {

    @Parameters(paramLabel = "CASE|ACCOUNT|REFERENCE")
    @SuppressWarnings("NullAway.Init")
    private String wanted;

    @Override
    public Integer call() {
        ApiClient api = new ApiClient(service);
        List<JsonNode> found = find(api);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode answer = JsonMapper.shared().createObjectNode();
            ArrayNode cases = answer.putArray("cases");
            found.forEach(cases::add);
            out.println(answer);
        } else {
            found.forEach(one -> out.print(CaseDetailsText.of(one)));
        }
        out.flush();
        return 0;
    }

    /** A code may be a case, or the reference of a case's first decision or of any other; and an account may look like a code. */
    private List<JsonNode> find(ApiClient api) {
        String code = ReferenceCode.parseCode(wanted);
        JsonNode all = api.get("/v1/cases").path("cases");
        List<JsonNode> found =
                whole(api, all, one -> one.path("id").asString("").equals(code));
        if (found.isEmpty()) {
            found = whole(api, all, one -> one.path("reference").asString("").equals(code));
        }
        if (found.isEmpty()) {
            found = whole(api, ofAccount(api, wanted), one -> true);
        }
        if (!found.isEmpty()) {
            return found;
        }
        @Nullable String account = decided(api, code);
        if (account == null) {
            throw new UserFacingException(
                    "there is no case " + wanted + ", no account of this name has one, and no decision has"
                            + " this reference; ./sekimori case list shows all");
        }
        found = whole(api, ofAccount(api, account), one -> true);
        if (found.isEmpty()) {
            throw new UserFacingException("the decision " + code + " was about " + account + ", which has no case;"
                    + " ./sekimori why " + code + " explains the decision");
        }
        return found;
    }

    /** The account's cases; empty for text that cannot be an account, such as a code with a space in it. */
    private static JsonNode ofAccount(ApiClient api, String account) {
        try {
            return api.get(ApiClient.account(account, "/cases")).path("cases");
        } catch (ApiClient.RefusedException e) {
            if (e.status() == 400) {
                return JsonMapper.shared().createArrayNode();
            }
            throw e;
        }
    }

    private static List<JsonNode> whole(ApiClient api, JsonNode cases, Predicate<JsonNode> wanted) {
        return cases.valueStream()
                .filter(wanted)
                .map(one -> api.get("/v1/cases/" + one.path("id").asString("") + "?account="
                        + ApiClient.part(one.path("account").asString(""))))
                .toList();
    }

    /** The account of the decision with this reference, from the archive or the log; null without one. */
    private @Nullable String decided(ApiClient api, String code) {
        DecisionCriteria criteria;
        try {
            criteria = DecisionCriteria.parse(Map.of("reference", code), Account.LoginNormalizer.PLAIN);
        } catch (InvalidCriterionException e) {
            return null;
        }
        try {
            JsonNode page = api.get("/v1/decisions?reference=" + ApiClient.part(code));
            return page.path("decisions").path(0).path("account").asString(null);
        } catch (ApiClient.RefusedException e) {
            if (e.status() != 503) {
                throw e;
            }
        }
        ServiceEndpoints running = service.findWithLog(spec.commandLine().getErr());
        CommandProgress progress = new CommandProgress(spec.commandLine().getErr(), "records of the log searched");
        try (LogReplay replay = new LogReplay(running.log())) {
            TreeSet<String> accounts = new TreeSet<>();
            new LogScanSearch(replay)
                    .search(criteria, progress::at)
                    .decisions()
                    .forEach(one -> accounts.add(one.account()));
            return accounts.isEmpty() ? null : accounts.first();
        } catch (IllegalStateException e) {
            throw new UserFacingException(String.valueOf(e.getMessage()));
        } finally {
            progress.end();
        }
    }
}
