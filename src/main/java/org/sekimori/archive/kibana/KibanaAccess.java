package org.sekimori.archive.kibana;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.sekimori.mail.ReadRights;

/** Who asks Kibana, and whose certificates count. Secrets come from files or the environment and are never shown. */
public final class KibanaAccess {

    private final @Nullable String authorization;
    private final @Nullable SSLContext trust;

    private KibanaAccess(@Nullable String authorization, @Nullable SSLContext trust) {
        this.authorization = authorization;
        this.trust = trust;
    }

    /** Without a name, for a Kibana without security. */
    public static KibanaAccess anonymous() {
        return new KibanaAccess(null, null);
    }

    /** With an API key as Kibana shows it: the encoded form. */
    public static KibanaAccess apiKey(String encoded) {
        return new KibanaAccess("ApiKey " + encoded, null);
    }

    /** With a user's name and password. */
    public static KibanaAccess user(String name, String password) {
        byte[] both = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new KibanaAccess("Basic " + Base64.getEncoder().encodeToString(both), null);
    }

    /**
     * Trusts the certificates in a PEM file, and those alone.
     *
     * @throws KibanaProblem if it holds none
     */
    public KibanaAccess trusting(Path pem) throws KibanaProblem {
        if (ReadRights.missing(pem)) {
            throw new KibanaProblem("the file of certificates, " + pem + ", " + ReadRights.why(pem));
        }
        try (InputStream in = Files.newInputStream(pem)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca-" + store.size(), one);
            }
            if (store.size() == 0) {
                throw new KibanaProblem("no certificate in " + pem);
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return new KibanaAccess(authorization, context);
        } catch (IOException | GeneralSecurityException e) {
            throw new KibanaProblem("cannot read certificates from " + pem + ": " + e.getMessage());
        }
    }

    Optional<String> authorization() {
        return Optional.ofNullable(authorization);
    }

    Optional<SSLContext> trust() {
        return Optional.ofNullable(trust);
    }

    @Override
    public String toString() {
        return "KibanaAccess[" + (authorization == null ? "anonymous" : "***") + "]";
    }
}
