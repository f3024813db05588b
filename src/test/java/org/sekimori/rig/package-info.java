/**
 * A real Postfix and the clients that talk to it and to a policy port, for tests of any room that need them; needs no
 * Spring and knows nothing of the product.
 */
@NullMarked
package org.sekimori.rig;

import org.jspecify.annotations.NullMarked;
