/**
 * What is usual for one account: a bounded memory, pure arithmetic over it, and its binary form.
 */
@NullMarked
package org.sekimori.profile;

import org.jspecify.annotations.NullMarked;
