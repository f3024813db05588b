@NullMarked
package org.sekimori.mail;

import org.jspecify.annotations.NullMarked;
