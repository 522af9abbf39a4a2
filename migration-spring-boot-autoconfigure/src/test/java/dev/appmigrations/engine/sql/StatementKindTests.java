package dev.appmigrations.engine.sql;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StatementKind} and its recognition.
 */
class StatementKindTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			select 1 | OTHER
			(select 1) | OTHER
			insert into begin values (1) | OTHER
			"commit" | OTHER
			explain analyze vacuum | OTHER
			checkpoint | OTHER
			lock table t | OTHER
			begin | BEGIN
			BEGIN WORK ISOLATION LEVEL SERIALIZABLE | BEGIN
			start transaction read only | BEGIN
			commit | COMMIT
			/* x */ Commit -- y | COMMIT
			end transaction | COMMIT
			commit and no chain | COMMIT
			commit work and chain | COMMIT_AND_CHAIN
			end and chain | COMMIT_AND_CHAIN
			rollback | ROLLBACK
			abort work | ROLLBACK
			rollback and no chain | ROLLBACK
			abort and chain | ROLLBACK_AND_CHAIN
			rollback to a | ROLLBACK_TO_SAVEPOINT
			rollback work to savepoint a | ROLLBACK_TO_SAVEPOINT
			rollback transaction to a | ROLLBACK_TO_SAVEPOINT
			savepoint a | SAVEPOINT
			release a | RELEASE_SAVEPOINT
			release savepoint a | RELEASE_SAVEPOINT
			prepare transaction 'x' | PREPARE_TRANSACTION
			prepare transaction as select 1 | PREPARE
			prepare transaction (int) as select $1 | PREPARE
			prepare p as select 1 | PREPARE
			commit prepared 'x' | COMMIT_PREPARED
			rollback prepared 'x' | ROLLBACK_PREPARED
			set search_path = a, b | SET
			set session work_mem to '1MB' | SET
			set time zone 'UTC' | SET
			set names 'utf8' | SET
			set local lock_timeout = '1s' | SET_LOCAL
			set local time zone default | SET_LOCAL
			set standard_conforming_strings = off | SET_STANDARD_CONFORMING_STRINGS
			set local "standard_conforming_strings" to on | SET_STANDARD_CONFORMING_STRINGS
			reset standard_conforming_strings | SET_STANDARD_CONFORMING_STRINGS
			select set_config('standard_conforming_strings', 'off', true) | SET_STANDARD_CONFORMING_STRINGS
			select pg_catalog.set_config('search_path', '', false) | OTHER
			set role a | SET_ROLE
			set role = 'a' | SET_ROLE
			set session role none | SET_ROLE
			set local role a | SET_ROLE
			reset role | SET_ROLE
			set session authorization a | SET_SESSION_AUTHORIZATION
			set session session authorization a | SET_SESSION_AUTHORIZATION
			set local session authorization default | SET_SESSION_AUTHORIZATION
			set session_authorization = 'a' | SET_SESSION_AUTHORIZATION
			reset session authorization | SET_SESSION_AUTHORIZATION
			set transaction isolation level serializable | SET_TRANSACTION
			set local transaction read only | SET_TRANSACTION
			set session characteristics as transaction read only | SET_TRANSACTION
			set constraints all deferred | OTHER
			reset search_path | RESET
			reset all | RESET_ALL
			discard all | DISCARD_ALL
			discard plans | DISCARD
			listen c | LISTEN
			declare c cursor for select 1 | DECLARE_CURSOR
			create temp table t (a int) | CREATE_TEMPORARY
			create local temporary table t as select 1 | CREATE_TEMPORARY
			create global temp table t (a int) | CREATE_TEMPORARY
			create or replace temp view v as select 1 | CREATE_TEMPORARY
			create temporary sequence s | CREATE_TEMPORARY
			create table if not exists pg_temp.t (a int) | CREATE_TEMPORARY
			create or replace function pg_temp.f() returns int return 1 | CREATE_TEMPORARY
			create table a (like pg_temp.b) | OTHER
			select 1 as a into temp t from b | CREATE_TEMPORARY
			select into temp t from b | CREATE_TEMPORARY
			with a as (select 1) select * into local temporary table t from a | CREATE_TEMPORARY
			select * into unlogged temp from t | OTHER
			select "into" temp from t | OTHER
			select (select 1), 'into' temporary | OTHER
			create table temp (a int) | OTHER
			create unlogged table t (a int) | OTHER
			copy t from stdin | COPY_FROM_STDIN
			copy t from 'f' | OTHER
			copy t to stdout | COPY_TO_STDOUT
			copy (select 'from' from stdin) to stdout (format csv) | COPY_TO_STDOUT
			copy t to program 'x' | OTHER
			call p() | CALL
			do $$begin end$$ | DO
			create index concurrently on t (a) | CREATE_INDEX_CONCURRENTLY
			create unique index concurrently if not exists i on t (a) | CREATE_INDEX_CONCURRENTLY
			create index "concurrently" on t (a) | OTHER
			create index i on t (concurrently) | OTHER
			drop index concurrently if exists i | DROP_INDEX_CONCURRENTLY
			drop index i | OTHER
			reindex index concurrently i | REINDEX_CONCURRENTLY
			reindex (verbose, concurrently) table t | REINDEX_CONCURRENTLY
			reindex (concurrently on) schema s | REINDEX_CONCURRENTLY
			reindex (concurrently true, tablespace x) table t | REINDEX_CONCURRENTLY
			reindex (concurrently false) table t | OTHER
			reindex (concurrently off) database d | REINDEX_MANY
			reindex schema s | REINDEX_MANY
			reindex (verbose) system s | REINDEX_MANY
			reindex database concurrently d | REINDEX_CONCURRENTLY
			reindex table t | OTHER
			alter table if exists only a.b.c detach partition d.e.f concurrently | DETACH_PARTITION_CONCURRENTLY
			alter table a detach partition b finalize | OTHER
			alter table a detach partition b | OTHER
			alter table concurrently add column detach int | OTHER
			vacuum | VACUUM
			vacuum (analyze) t | VACUUM
			analyze t | OTHER
			cluster | CLUSTER_ALL
			cluster verbose | CLUSTER_ALL
			cluster (verbose) | CLUSTER_ALL
			cluster t using i | OTHER
			cluster (verbose) t | OTHER
			create database d | CREATE_DATABASE
			drop database if exists d | DROP_DATABASE
			alter database d set tablespace t | ALTER_DATABASE_TABLESPACE
			alter database d with tablespace t | ALTER_DATABASE_TABLESPACE
			alter database d set search_path = tablespace | OTHER
			alter database d refresh collation version | OTHER
			create tablespace t location '/x' | CREATE_TABLESPACE
			drop tablespace t | DROP_TABLESPACE
			alter tablespace t rename to u | OTHER
			create subscription s connection 'x' publication p | CREATE_SUBSCRIPTION
			create subscription s connection 'x' publication p with (create_slot = false) | OTHER
			create subscription s connection 'x' publication p with (enabled = false, connect = 'off') | OTHER
			create subscription s connection 'x' publication p with (connect = true) | CREATE_SUBSCRIPTION
			drop subscription s | DROP_SUBSCRIPTION
			alter subscription s refresh publication | ALTER_SUBSCRIPTION_REFRESH
			alter subscription s set publication p | ALTER_SUBSCRIPTION_REFRESH
			alter subscription s add publication p with (refresh = false) | OTHER
			alter subscription s drop publication p with (copy_data = false) | ALTER_SUBSCRIPTION_REFRESH
			alter subscription s set (failover = true) | ALTER_SUBSCRIPTION_REFRESH
			alter subscription s set (slot_name = none) | OTHER
			alter subscription s disable | OTHER
			alter system set work_mem = '1MB' | ALTER_SYSTEM
			alter type t add value 'x' | ADD_ENUM_VALUE
			alter type "S"."T" add value if not exists 'x' before 'y' | ADD_ENUM_VALUE
			alter type add add value 'x' | ADD_ENUM_VALUE
			alter type t add attribute value int | OTHER
			alter type t rename value 'x' to 'y' | OTHER
			""")
	void kindIsRecognisedFromTheTokens(String sql, StatementKind kind) {
		assertThat(Scripts.statements(sql + "\n;")).extracting(SqlStatement::kind).containsExactly(kind);
	}

	@Test
	void transactionalWhenServerRefusesTransactionBlockIsFalse() {
		Set<StatementKind> refused = EnumSet.range(StatementKind.CREATE_INDEX_CONCURRENTLY,
				StatementKind.ROLLBACK_PREPARED);
		refused.add(StatementKind.DISCARD_ALL);
		assertThat(StatementKind.values())
			.allSatisfy((kind) -> assertThat(kind.transactional()).as(kind.name()).isEqualTo(!refused.contains(kind)));
	}

	@ParameterizedTest
	@EnumSource
	void eachKindBelongsToOneGroupAtMostAndHasReason(StatementKind kind) {
		assertThat(List.of(!kind.transactional(), kind.transactionControl(), kind.savepoint(), kind.setting(),
				kind.sessionState()))
			.filteredOn((member) -> member)
			.hasSizeLessThanOrEqualTo(1);
		assertThat(kind.reason()).isNotBlank().doesNotContain("\n").doesNotEndWith(".");
	}

	@Test
	void groupsHaveTheirKinds() {
		assertThat(StatementKind.values()).filteredOn(StatementKind::transactionControl)
			.containsExactly(StatementKind.BEGIN, StatementKind.COMMIT, StatementKind.COMMIT_AND_CHAIN,
					StatementKind.ROLLBACK, StatementKind.ROLLBACK_AND_CHAIN, StatementKind.PREPARE_TRANSACTION);
		assertThat(StatementKind.values()).filteredOn(StatementKind::savepoint)
			.containsExactly(StatementKind.SAVEPOINT, StatementKind.RELEASE_SAVEPOINT,
					StatementKind.ROLLBACK_TO_SAVEPOINT);
		assertThat(StatementKind.values()).filteredOn(StatementKind::setting)
			.containsExactlyElementsOf(EnumSet.range(StatementKind.SET, StatementKind.RESET_ALL));
		assertThat(StatementKind.values()).filteredOn(StatementKind::sessionState)
			.containsExactlyElementsOf(EnumSet.range(StatementKind.DISCARD, StatementKind.CREATE_TEMPORARY));
	}

}
