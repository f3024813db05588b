package org.sekimori.api;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import org.sekimori.api.keys.ApiKeyFile;
import org.sekimori.api.request.RequestFields;
import org.sekimori.fuzz.FuzzTarget;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.ErrorResponseException;

/** The body of a request for a change, or a file of keys, by the first byte: it is read, or refused. */
public final class RequestFieldsFuzz implements FuzzTarget {

    @Override
    public void run(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] body = Arrays.copyOfRange(input, 1, input.length);
        if ((input[0] & 1) == 0) {
            request(body);
        } else {
            keys(new String(body, StandardCharsets.UTF_8));
        }
    }

    private static void request(byte[] body) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/v1/account/hold");
        request.setContentType("application/json");
        request.setContent(body);
        try {
            RequestFields fields = RequestFields.of(request, Set.of("reason", "by", "until"));
            fields.name("by", RequestFields.MAX_BY);
        } catch (ErrorResponseException e) {
            if (!e.getStatusCode().is4xxClientError()) {
                throw e;
            }
        }
    }

    private static void keys(String text) {
        try {
            ApiKeyFile.read(Path.of("api-keys.yml"), text);
        } catch (IllegalArgumentException e) {
            if (e.getMessage() == null || !e.getMessage().startsWith("api-keys.yml")) {
                throw new AssertionError("refused without the file's name", e);
            }
        }
    }
}
