/** {@code policy.yml} and {@code follow-up.yml}: settings by domain and account. */
@NullMarked
package org.sekimori.rules.policy;

import org.jspecify.annotations.NullMarked;
