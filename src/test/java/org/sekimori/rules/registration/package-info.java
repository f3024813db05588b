@NullMarked
package org.sekimori.rules.registration;

import org.jspecify.annotations.NullMarked;
