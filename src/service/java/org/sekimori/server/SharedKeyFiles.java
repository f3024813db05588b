package org.sekimori.server;

import java.nio.file.Path;
import org.sekimori.followup.OwnerQuestionTokens;
import org.sekimori.intake.RecipientHasher;
import org.sekimori.stream.SharedKeyRegistry;

/**
 * Files of the keys that the instances on a log share.
 *
 * @param recipients under which recipients are hashed
 * @param questions with which links in questions are signed
 */
record SharedKeyFiles(Path recipients, Path questions) {

    /** Both files, created if no instance has one yet, and checked against the other instances' keys. */
    static SharedKeyFiles agreed(SekimoriProperties settings, SharedKeyRegistry keys) throws InterruptedException {
        Path folder = settings.data().resolve("keys");
        SharedKeyFiles files = new SharedKeyFiles(folder.resolve("recipients.key"), folder.resolve("questions.key"));
        keys.requireSameKey(files.recipients(), RecipientHasher.KEY_BYTES);
        keys.requireSameKey(files.questions(), OwnerQuestionTokens.KEY_BYTES);
        return files;
    }
}
