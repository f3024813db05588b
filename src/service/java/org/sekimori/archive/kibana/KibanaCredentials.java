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
import org.sekimori.text.FileAccessDiagnosis;

/** Who asks Kibana, and whose certificates count. Secrets come from files or the environment and are never shown. */
public final class KibanaCredentials {

    private final @Nullable String authorization;
    private final @Nullable SSLContext trust;

    private KibanaCredentials(@Nullable String authorization, @Nullable SSLContext trust) {
        this.authorization = authorization;
        this.trust = trust;
    }

    /** Without a name, for a Kibana without security. */
    public static KibanaCredentials anonymous() {
        return new KibanaCredentials(null, null);
    }

    /** With an API key as Kibana shows it: the encoded form. */
    public static KibanaCredentials apiKey(String encoded) {
        return new KibanaCredentials("ApiKey " + encoded, null);
    }

    /** With a user's name and password. */
    public static KibanaCredentials user(String name, String password) {
        byte[] both = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new KibanaCredentials("Basic " + Base64.getEncoder().encodeToString(both), null);
    }

    /**
     * Trusts the certificates in a PEM file, and those alone.
     *
     * @throws KibanaException if it holds none
     */
    public KibanaCredentials trusting(Path pem) throws KibanaException {
        if (FileAccessDiagnosis.isUnreadable(pem)) {
            throw new KibanaException("the file of certificates, " + pem + ", " + FileAccessDiagnosis.explain(pem));
        }
        try (InputStream in = Files.newInputStream(pem)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca-" + store.size(), one);
            }
            if (store.size() == 0) {
                throw new KibanaException("no certificate in " + pem);
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return new KibanaCredentials(authorization, context);
        } catch (IOException | GeneralSecurityException e) {
            throw new KibanaException("cannot read certificates from " + pem + ": " + e.getMessage());
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
        return "KibanaCredentials[" + (authorization == null ? "anonymous" : "***") + "]";
    }
}
