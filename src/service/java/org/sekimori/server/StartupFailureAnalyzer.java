package org.sekimori.server;

import java.io.FileNotFoundException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sekimori.stream.SharedKeyException;
import org.sekimori.stream.UnreachableLogException;
import org.sekimori.stream.files.UnusableFolderException;
import org.sekimori.stream.rulebook.UnusableRulebookException;
import org.sekimori.text.FileAccessDiagnosis;
import org.sekimori.text.NameSuggestion;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.tomcat.ConnectorStartFailedException;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.validation.FieldError;

/** Extracts from a failed start's exceptions the one sentence that helps: the fault and the remedy. */
public final class StartupFailureAnalyzer {

    private static final Pattern PERMISSION_DENIED = Pattern.compile("(.+) \\(Permission denied\\)");

    private StartupFailureAnalyzer() {}

    /** The sentence, null if nothing in the chain is the user's to mend. */
    public static @Nullable String of(Throwable failure) {
        String general = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String sentence = known(cause);
            if (sentence != null) {
                return sentence;
            }
            if (cause instanceof BindException bind) {
                general = "the property " + bind.getName() + " cannot be set"
                        + (bind.getProperty() == null
                                ? ""
                                : " to '" + bind.getProperty().getValue() + "'") + ": "
                        + why(bind);
            }
        }
        return general;
    }

    private static @Nullable String known(Throwable cause) {
        if (cause instanceof UserFacingException) {
            return cause.getMessage();
        }
        if (cause instanceof UnusableRulebookException
                || cause instanceof UnreachableLogException
                || cause instanceof UnusableFolderException
                || cause instanceof SharedKeyException) {
            return cause.getMessage();
        }
        if (cause instanceof AccessDeniedException denied) {
            return denied(Path.of(denied.getFile()));
        }
        if (cause instanceof FileNotFoundException closed && closed.getMessage() != null) {
            // The form of java.io: "config/application.yml (Permission denied)".
            Matcher said = PERMISSION_DENIED.matcher(closed.getMessage());
            return said.matches() ? denied(Path.of(said.group(1))) : null;
        }
        if (cause instanceof PortInUseException inUse) {
            return "port " + inUse.getPort() + " for HTTP is in use; name another with --port";
        }
        if (cause instanceof ConnectorStartFailedException failed) {
            return "port " + failed.getPort()
                    + " for health and metrics is in use; name another with SEKIMORI_HTTP_MANAGEMENT_PORT, or none with -1";
        }
        if (cause instanceof IllegalStateException && cause.getCause() instanceof java.net.BindException) {
            // The message of the port's owner, with the option to change.
            return cause.getMessage();
        }
        if (cause instanceof BindValidationException invalid) {
            return invalid.getValidationErrors().getAllErrors().stream()
                    .filter(FieldError.class::isInstance)
                    .map(FieldError.class::cast)
                    .map(error ->
                            "the property " + invalid.getValidationErrors().getName() + "." + error.getField() + " "
                                    + error.getDefaultMessage() + ", not " + error.getRejectedValue())
                    .collect(Collectors.joining("; "));
        }
        return null;
    }

    private static String denied(Path file) {
        return file + " "
                + (FileAccessDiagnosis.isUnreadable(file)
                        ? FileAccessDiagnosis.explain(file)
                        : "cannot be written by this user; let this process write there, or name another place");
    }

    private static String why(BindException bind) {
        Class<?> type = bind.getTarget().getType().resolve(Object.class);
        return type.isEnum()
                ? "it must be one of "
                        + Arrays.stream(type.getEnumConstants())
                                .map(value -> value.toString().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))
                        + (bind.getProperty() == null
                                ? ""
                                : NameSuggestion.didYouMean(
                                        String.valueOf(bind.getProperty().getValue()),
                                        Arrays.stream(type.getEnumConstants())
                                                .map(value -> value.toString().toLowerCase(Locale.ROOT))
                                                .toList()))
                : String.valueOf(deepest(bind).getMessage());
    }

    private static Throwable deepest(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest;
    }
}
