package dev.appmigrations.autoconfigure.uri;

import java.util.Set;

/**
 * The names of the driver's own parameters (pgJDBC 42.7), which a connection URI may use
 * as they are. A list of ours, because the driver need not be on the classpath when the
 * URI is read; a test compares it with the driver's.
 */
final class DriverParameters {

	static final Set<String> NAMES = Set.of("adaptiveFetch", "adaptiveFetchMaximum", "adaptiveFetchMinimum",
			"allowEncodingChanges", "ApplicationName", "assumeMinServerVersion", "authenticationPluginClassName",
			"autosave", "binaryTransfer", "binaryTransferDisable", "binaryTransferEnable", "cancelSignalTimeout",
			"channelBinding", "classLoaderStrategy", "cleanupSavepoints", "connectExecutor", "connectExecutorArg",
			"connectTimeout", "convertBooleanToNumeric", "currentSchema", "databaseMetadataCacheFields",
			"databaseMetadataCacheFieldsMiB", "defaultRowFetchSize", "disableColumnSanitiser", "escapeSyntaxCallMode",
			"flushCacheOnDdl", "groupStartupParameters", "gssEncMode", "gssResponseTimeout", "gssUseDefaultCreds",
			"gsslib", "hideUnprivilegedObjects", "hostRecheckSeconds", "jaasApplicationName", "jaasLogin",
			"kerberosServerName", "loadBalanceHosts", "localSocketAddress", "logServerErrorDetail",
			"logUnclosedConnections", "loggerFile", "loggerLevel", "loginTimeout", "maxResultBuffer",
			"maxSendBufferSize", "options", "pemKeyAlgorithm", "preferQueryMode", "prepareThreshold",
			"preparedStatementCacheQueries", "preparedStatementCacheSizeMiB", "protocolVersion", "queryTimeout",
			"quoteReturningIdentifiers", "reWriteBatchedInserts", "reWriteBatchedInsertsSize", "readOnly",
			"readOnlyMode", "receiveBufferSize", "replication", "requireAuth", "scramMaxIterations", "sendBufferSize",
			"service", "socketFactory", "socketFactoryArg", "socketTimeout", "ssl", "sslNegotiation",
			"sslResponseTimeout", "sslcert", "sslfactory", "sslfactoryarg", "sslhostnameverifier", "sslkey", "sslmode",
			"sslpassword", "sslpasswordcallback", "sslrootcert", "sspiServiceClass", "stringtype", "targetServerType",
			"tcpKeepAlive", "tcpNoDelay", "unknownLength", "useSpnego", "xmlFactoryFactory");

	private DriverParameters() {
	}

}
