@NullMarked
package org.sekimori.intake.mtahook;

import org.jspecify.annotations.NullMarked;
