@NullMarked
package org.sekimori.followup;

import org.jspecify.annotations.NullMarked;
