package org.sekimori.server;

import org.sekimori.api.ApiConfiguration;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The running service. Nothing is found by scanning: what belongs to it is named here. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ServerConfiguration.class, ApiConfiguration.class})
public class SekimoriApplication {}
