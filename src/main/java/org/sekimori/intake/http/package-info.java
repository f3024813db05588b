/**
 * The door for HTTP, without the web: what is done with a body that asks for a decision, and with one that brings events. Entered
 * by the API, which knows requests and answers.
 */
@NullMarked
package org.sekimori.intake.http;

import org.jspecify.annotations.NullMarked;
