@NullMarked
package org.sekimori.intake.connection;

import org.jspecify.annotations.NullMarked;
