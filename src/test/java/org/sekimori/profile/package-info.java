@NullMarked
package org.sekimori.profile;

import org.jspecify.annotations.NullMarked;
