/** Tests of the compact binary state. */
@NullMarked
package org.sekimori.profile.codec;

import org.jspecify.annotations.NullMarked;
