package org.sekimori.endtoend;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.sekimori.endtoend.ReusableJvmMain.Request;
import tools.jackson.databind.json.JsonMapper;

/**
 * A process that runs the program more than once, though one run at a time: a service that starts where another one has stopped needs a
 * fifth of the processor time, because its classes are loaded and compiled. It is a process like any other, which can be killed and frozen.
 * Only one that did its work and stopped in order is used again.
 */
final class ReusableJvm {

    private static final Map<String, Deque<ReusableJvm>> IDLE = new HashMap<>();
    private static final JsonMapper JSON = new JsonMapper();
    private static final String MAIN = ReusableJvmMain.class.getName();
    private static final String CLASS_PATH =
            ProgramClassPath.with(SekimoriProcess.RUNNING.resolve("classes"), MAIN, MAIN + "$1", MAIN + "$Request");

    private final String heap;
    private final Process process;
    private final OutputStream requests;
    private final BufferedReader answers;

    private ReusableJvm(String heap) throws IOException {
        this.heap = heap;
        List<String> command = new ArrayList<>(SekimoriProcess.java(heap));
        command.addAll(ClassDataArchive.options());
        command.addAll(List.of("--add-opens", "java.base/java.util=ALL-UNNAMED", "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(List.of("-cp", CLASS_PATH, MAIN));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        requests = process.getOutputStream();
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * One that is idle, or a new one.
     *
     * @param heap its largest heap, such as {@code -Xmx256m}
     */
    static ReusableJvm take(String heap) {
        synchronized (IDLE) {
            Deque<ReusableJvm> idle = IDLE.getOrDefault(heap, new ArrayDeque<>());
            while (!idle.isEmpty()) {
                ReusableJvm next = idle.pop();
                if (next.process.isAlive()) {
                    return next;
                }
            }
        }
        try {
            return new ReusableJvm(heap);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has it used again. */
    void release() {
        synchronized (IDLE) {
            IDLE.computeIfAbsent(heap, any -> new ArrayDeque<>()).push(this);
        }
    }

    Process process() {
        return process;
    }

    /**
     * Runs the program.
     *
     * @param variables beside those of this process
     * @return its exit code; that of a service that stays up when it is up; fails if the process ends
     */
    CompletableFuture<Integer> run(Map<String, String> variables, List<String> arguments, Path output, Path error) {
        Map<String, String> all = new HashMap<>(System.getenv());
        all.putAll(variables);
        return send(new Request(arguments, all, absolute(output), absolute(error)));
    }

    private static String absolute(Path path) {
        return path.toAbsolutePath().toString();
    }

    /** Stops the service in it in order; false if that fails or takes too long, and it is not to be used again. */
    boolean stop(Duration patience) throws InterruptedException {
        try {
            return send(new Request(List.of(), Map.of(), "", "")).get(patience.toMillis(), TimeUnit.MILLISECONDS) == 0;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    private CompletableFuture<Integer> send(Request request) {
        CompletableFuture<Integer> answer = new CompletableFuture<>();
        Thread reader = new Thread(
                () -> {
                    try {
                        requests.write((JSON.writeValueAsString(request) + "\n").getBytes(StandardCharsets.UTF_8));
                        requests.flush();
                        String line = answers.readLine();
                        if (line == null) {
                            throw new IOException("the process has ended");
                        }
                        answer.complete(Integer.parseInt(line));
                    } catch (IOException | RuntimeException e) {
                        answer.completeExceptionally(e);
                    }
                },
                "reusable-jvm-" + process.pid());
        reader.setDaemon(true);
        reader.start();
        return answer;
    }
}
