package org.sekimori.web.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads tokens that a provider has signed by one of its keys under a public-key algorithm. */
final class TokenSignature {

    /** Never the token's choice: no "none", and no HMAC, for which a public key could be taken as the secret. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private static final String NO_TOKEN = "it is no signed JSON Web Token";

    /** What a token must say. */
    interface Check {
        /** @throws BadJWTException saying what is wrong, without what the token says */
        void of(JWTClaimsSet claims) throws BadJWTException;
    }

    /** A token is not to be trusted; the message says why, without what the token says. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(String why) {
            super(why);
        }
    }

    private TokenSignature() {}

    /**
     * Refuses what cannot be a token, for which nobody need be asked for keys.
     *
     * @throws RefusedException if it has not the form of a signed JSON Web Token
     */
    static void requireForm(String token) throws RefusedException {
        try {
            SignedJWT.parse(token);
        } catch (ParseException e) {
            throw new RefusedException(NO_TOKEN);
        }
    }

    /**
     * The claims of a token that passes.
     *
     * @param type that may stand in its header ({@code typ}) beside {@code JWT} or none; null: no other
     * @throws RefusedException if it is not to be trusted
     * @throws KeySourceException if the keys cannot be had
     */
    static JWTClaimsSet claims(
            String token, @Nullable JOSEObjectType type, JWKSource<SecurityContext> keys, Check check)
            throws RefusedException, KeySourceException {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        processor.setJWSTypeVerifier(
                type == null
                        ? new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, null)
                        : new DefaultJOSEObjectTypeVerifier<>(type, JOSEObjectType.JWT, null));
        processor.setJWTClaimsSetVerifier((claims, context) -> check.of(claims));
        try {
            return processor.process(token, null);
        } catch (BadJWTException e) {
            throw new RefusedException(String.valueOf(e.getMessage()));
        } catch (KeySourceException e) {
            throw e;
        } catch (ParseException e) {
            throw new RefusedException(NO_TOKEN);
        } catch (BadJOSEException | JOSEException e) {
            throw new RefusedException(
                    "its type is another, or its signature is not that of one of the provider's keys");
        }
    }

    /** Fails a check unless something holds. */
    static void require(boolean good, String otherwise) throws BadJWTException {
        if (!good) {
            throw new BadJWTException(otherwise);
        }
    }
}
