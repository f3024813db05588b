/** Log-in by an OpenID Connect provider: the protocol, for staff and customers alike. What a claim means is decided by the realms. */
@NullMarked
package org.sekimori.web.oidc;

import org.jspecify.annotations.NullMarked;
