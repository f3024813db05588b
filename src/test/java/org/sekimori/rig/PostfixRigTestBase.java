package org.sekimori.rig;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A rig and a scripted policy server for the tests of a class. */
@NeedsPostfix
abstract class PostfixRigTestBase {

    static final String SENDER = "alice@isp.example";
    static final String RECIPIENT = "someone@example.org";

    static ScriptedPolicyServer policy;
    static PostfixRig rig;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        policy = new ScriptedPolicyServer(0);
        rig = PostfixRig.start(folder, policy.port());
    }

    @AfterAll
    static void stop() throws IOException {
        rig.close();
        policy.close();
    }

    @BeforeEach
    void passEverything() {
        policy.answer(request -> "DUNNO");
    }

    /** A message that everyone likes, unless the policy server does not. */
    static SwaksCommand submission() {
        return rig.swaks().from("203.0.113.7").user(SENDER).sender(SENDER).to(RECIPIENT);
    }

    /** The last question about a whole message. */
    static Map<String, String> endOfMessage() {
        return policy.requests().stream()
                .filter(PostfixRigTestBase::isEndOfMessage)
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    static boolean isEndOfMessage(Map<String, String> request) {
        return "END-OF-MESSAGE".equals(request.get("protocol_state"));
    }
}
