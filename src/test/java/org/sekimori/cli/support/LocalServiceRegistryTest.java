package org.sekimori.cli.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.cli.CommandRun;
import org.sekimori.server.Installation;
import org.sekimori.server.UserFacingException;

/** Which service a command is for when no folder is named. */
class LocalServiceRegistryTest {

    private static final long ME = ProcessHandle.current().pid();

    /** More than the system gives. */
    private static final long NOBODY = 999_999_999;

    @TempDir
    private Path folder;

    @BeforeEach
    void aUserWithoutServices() {
        System.setProperty(
                LocalServiceRegistry.FOLDER, folder.resolve("running").toString());
        System.setProperty(Installation.BASE, folder.resolve("tree").toString());
    }

    @AfterEach
    void restore() {
        System.clearProperty(LocalServiceRegistry.FOLDER);
        System.clearProperty(Installation.BASE);
    }

    private Path service(String name, int port) throws IOException {
        Path data = Files.createDirectories(folder.resolve(name));
        new ServiceEndpoints(ME, "http://127.0.0.1:" + port, "127.0.0.1:9", "sekimori.", "127.0.0.1:8", List.of(), "")
                .write(data);
        LocalServiceRegistry.add(data);
        return data.toRealPath();
    }

    private List<Path> pointers() throws IOException {
        try (var all = Files.list(folder.resolve("running"))) {
            return all.toList();
        }
    }

    @Test
    void theOneThatRunsIsFoundWhereverItsDataIs() throws IOException {
        Path demo = service("demo", 81);
        assertThat(LocalServiceRegistry.find(null).data()).isEqualTo(demo);
        assertThat(LocalServiceRegistry.find(null).run().http()).isEqualTo("http://127.0.0.1:81");
    }

    @Test
    void ofSeveralNoneIsChosenAndEachIsNamedWithItsPortsAndItsBeginning() throws IOException {
        Path demo = service("demo", 81);
        Path own = service("own", 82);
        assertThatThrownBy(() -> LocalServiceRegistry.find(null))
                .isInstanceOf(UserFacingException.class)
                .hasMessageContaining("several services run; say which one is meant:")
                .hasMessageContaining(
                        "--data " + demo + "   HTTP http://127.0.0.1:81, Postfix 127.0.0.1:8, Kafka 127.0.0.1:9")
                .hasMessageContaining("--data " + own)
                .hasMessageMatching("(?s).*since \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ.*");
        assertThat(LocalServiceRegistry.find(own).run().http()).isEqualTo("http://127.0.0.1:82");
    }

    @Test
    void theUsualFolderIsLookedAtWithoutAPointerAndOnceOnly() throws IOException {
        Path usual = service("tree/data", 83);
        assertThat(LocalServiceRegistry.all()).hasSize(1);
        LocalServiceRegistry.remove(usual);
        assertThat(LocalServiceRegistry.find(null).run().http()).isEqualTo("http://127.0.0.1:83");
    }

    @Test
    void aServiceThatWasKilledIsNotFoundAndItsPointerGoes() throws IOException {
        Path killed = service("killed", 84);
        Path own = service("own", 82);
        new ServiceEndpoints(NOBODY, "http://127.0.0.1:84", "127.0.0.1:9", "sekimori.", "127.0.0.1:8", List.of(), "")
                .write(killed);
        assertThat(LocalServiceRegistry.find(null).data()).isEqualTo(own);
        Files.delete(killed.resolve("run.properties"));
        LocalServiceRegistry.all();
        assertThat(pointers()).hasSize(1);
    }

    @Test
    void aNumberThatAnotherProcessHasByNowIsNoService() throws IOException {
        Path killed = service("killed", 84);
        Instant yesterday = Instant.now().minusSeconds(86_400);
        new ServiceEndpoints(
                        ME, "http://127.0.0.1:84", "127.0.0.1:9", "sekimori.", "127.0.0.1:8", List.of(), "", yesterday)
                .write(killed);
        assertThatThrownBy(() -> LocalServiceRegistry.find(null)).hasMessageContaining("no Sekimori runs over");
        assertThatThrownBy(() -> LocalServiceRegistry.find(killed))
                .hasMessageContaining("no Sekimori runs over " + killed);
    }

    @Test
    void aServiceWhoseClockWasSetIsKnownByItsLock() throws IOException {
        Path data = service("data", 85);
        Instant wrong = Instant.EPOCH;
        new ServiceEndpoints(ME, "http://127.0.0.1:85", "127.0.0.1:9", "sekimori.", "127.0.0.1:8", List.of(), "", wrong)
                .write(data);
        try (var lock = org.sekimori.stream.files.FolderLock.take(data)) {
            assertThat(lock).isNotNull();
            assertThat(LocalServiceRegistry.find(null).data()).isEqualTo(data);
        }
    }

    @Test
    void anotherUsersServiceIsNotAskedUnlessItIsNamed() throws IOException {
        Path foreign = service("tree/data", 86);
        assumeTrue(giveAway(foreign.resolve("run.properties")), "only root can give a file away");
        assertThat(LocalServiceRegistry.all()).isEmpty();
        assertThatThrownBy(() -> LocalServiceRegistry.find(null))
                .hasMessageContaining("run.properties belongs to ")
                .hasMessageContaining("unless you name it: --data ");
        assertThat(LocalServiceRegistry.find(foreign).run().http()).isEqualTo("http://127.0.0.1:86");
    }

    @Test
    void aPointerOfAnotherUserIsNotFollowed() throws IOException {
        service("demo", 81);
        assumeTrue(giveAway(pointers().get(0)), "only root can give a file away");
        assertThat(LocalServiceRegistry.all()).isEmpty();
    }

    @Test
    void aFolderThatOthersMayWriteToLeadsNowhere() throws IOException {
        service("demo", 81);
        Files.setPosixFilePermissions(folder.resolve("running"), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(LocalServiceRegistry.all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\0\0\0", "/no/such/folder", "\n"})
    void aPointerThatLeadsNowhereIsRemoved(String text) throws IOException {
        Path demo = service("demo", 81);
        Files.writeString(folder.resolve("running").resolve("left"), text);
        assertThat(LocalServiceRegistry.find(null).data()).isEqualTo(demo);
        assertThat(pointers()).hasSize(1);
    }

    @Test
    void aDamagedFileElsewhereKeepsNobodyFromTheServiceThatRuns() throws IOException {
        Path damaged = service("damaged", 87);
        Files.writeString(damaged.resolve("run.properties"), "pid=12a\n");
        Path own = service("own", 82);
        assertThat(LocalServiceRegistry.find(null).data()).isEqualTo(own);
    }

    @Test
    void withoutAnyTheFailureSaysWhatToDo() {
        assertThatThrownBy(() -> LocalServiceRegistry.find(null))
                .hasMessageContaining(
                        "no Sekimori runs over " + folder.resolve("tree").resolve("data"))
                .hasMessageContaining("./sekimori up")
                .hasMessageContaining("--data DIR");
        CommandRun cli = CommandRun.run("grant", "list");
        assertThat(cli.code()).isEqualTo(1);
        assertThat(cli.err()).startsWith("sekimori: no Sekimori runs over ").hasLineCount(1);
    }

    private static boolean giveAway(Path file) {
        try {
            Files.setAttribute(file, "unix:uid", 12_345);
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
