package org.sekimori.server;

import org.sekimori.api.ApiConfiguration;
import org.sekimori.web.WebConfiguration;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The running service. No component scan: its parts are imported here. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ServerConfiguration.class, ApiConfiguration.class, WebConfiguration.class})
public class SekimoriApplication {}
