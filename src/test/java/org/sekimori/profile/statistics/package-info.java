@NullMarked
package org.sekimori.profile.statistics;

import org.jspecify.annotations.NullMarked;
