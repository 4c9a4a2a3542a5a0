-- The shape of Pagila, a shop that rents films: domains, enums, full text, a partitioned table, views, tables that refer to each other.
create type mpaa_rating as enum ('G', 'PG', 'PG-13', 'R', 'NC-17');
create domain year as integer check (value >= 1901 and value <= 2155);
create table actor (actor_id serial primary key, first_name varchar(45) not null, last_name varchar(45) not null, last_update timestamptz not null default now());
create table category (category_id serial primary key, name varchar(25) not null, last_update timestamptz not null default now());
create table language (language_id serial primary key, name char(20) not null, last_update timestamptz not null default now());
create table film (
  film_id serial primary key, title varchar(255) not null, description text, release_year year, language_id integer not null references language,
  original_language_id integer references language, rental_duration smallint not null default 3, rental_rate numeric(4, 2) not null default 4.99,
  length smallint, replacement_cost numeric(5, 2) not null default 19.99, rating mpaa_rating default 'G', last_update timestamptz not null default now(),
  special_features text[], fulltext tsvector not null);
create table film_actor (
  actor_id integer not null references actor, film_id integer not null references film, last_update timestamptz not null default now(),
  primary key (actor_id, film_id));
create table film_category (
  film_id integer not null references film, category_id integer not null references category, last_update timestamptz not null default now(),
  primary key (film_id, category_id));
create table country (country_id serial primary key, country varchar(50) not null, last_update timestamptz not null default now());
create table city (city_id serial primary key, city varchar(50) not null, country_id integer not null references country, last_update timestamptz not null default now());
create table address (
  address_id serial primary key, address varchar(50) not null, address2 varchar(50), district varchar(20) not null,
  city_id integer not null references city, postal_code varchar(10), phone varchar(20) not null, last_update timestamptz not null default now());
create table store (store_id serial primary key, manager_staff_id integer not null, address_id integer not null references address, last_update timestamptz not null default now());
create unique index idx_unq_manager_staff_id on store (manager_staff_id);
create table staff (
  staff_id serial primary key, first_name varchar(45) not null, last_name varchar(45) not null, address_id integer not null references address,
  email varchar(50), store_id integer not null references store, active boolean not null default true, username varchar(16) not null,
  password varchar(40), last_update timestamptz not null default now(), picture bytea);
create table customer (
  customer_id serial primary key, store_id integer not null references store, first_name varchar(45) not null, last_name varchar(45) not null,
  email varchar(50), address_id integer not null references address, activebool boolean not null default true, create_date date not null default current_date,
  last_update timestamptz default now(), active integer);
create table inventory (inventory_id serial primary key, film_id integer not null references film, store_id integer not null references store, last_update timestamptz not null default now());
create table rental (
  rental_id serial primary key, rental_date timestamptz not null, inventory_id integer not null references inventory,
  customer_id integer not null references customer, return_date timestamptz, staff_id integer not null references staff, last_update timestamptz not null default now());
create unique index idx_unq_rental on rental (rental_date, inventory_id, customer_id);
create table payment (
  payment_id serial, customer_id integer not null references customer, staff_id integer not null references staff, rental_id integer not null references rental,
  amount numeric(5, 2) not null, payment_date timestamptz not null, primary key (payment_date, payment_id)) partition by range (payment_date);
create table payment_p2022_01 partition of payment for values from ('2022-01-01') to ('2022-02-01');
create table payment_p2022_02 partition of payment for values from ('2022-02-01') to ('2022-03-01');
create view customer_list as select customer_id as id, first_name || ' ' || last_name as name from customer;
create view film_list as select film_id as fid, title from film;

insert into actor (first_name, last_name) values ('PENELOPE', 'GUINESS'), ('NICK', 'WAHLBERG'), ('ED', 'CHASE');
insert into category (name) values ('Action'), ('Sea');
insert into language (name) values ('English'), ('Italian');
insert into film (title, release_year, language_id, rating, special_features, fulltext)
  select 'FILM ' || i, 2006, 1, 'PG-13', array['Trailers', 'Deleted Scenes'], to_tsvector('film') from generate_series(1, 6) i;
insert into film_actor (actor_id, film_id) values (1, 1), (1, 2), (2, 2), (3, 3);
insert into film_category (film_id, category_id) values (1, 1), (2, 2), (3, 1);
insert into country (country) values ('Italy');
insert into city (city, country_id) values ('Genova', 1);
insert into address (address, district, city_id, phone) values ('47 MySakila Drive', 'Liguria', 1, '');
insert into store (manager_staff_id, address_id) values (1, 1);
insert into staff (first_name, last_name, address_id, store_id, username, password, picture) values ('Mike', 'Hillyer', 1, 1, 'Mike', 'secret', '\x89504e47');
insert into customer (store_id, first_name, last_name, address_id, active) values (1, 'MARY', 'SMITH', 1, 1), (1, 'PATRICIA', 'JOHNSON', 1, 1);
insert into inventory (film_id, store_id) values (1, 1), (2, 1);
insert into rental (rental_date, inventory_id, customer_id, staff_id) values ('2022-01-10', 1, 1, 1), ('2022-02-10', 2, 2, 1);
insert into payment (customer_id, staff_id, rental_id, amount, payment_date) values (1, 1, 1, 2.99, '2022-01-11'), (2, 1, 2, 0.99, '2022-02-11');

-- while it runs
update film set rating = 'R', special_features = null, rental_rate = 0.99 where film_id = 2;
delete from film_actor where actor_id = 1 and film_id = 2;
update film_actor set film_id = 4 where actor_id = 3;
insert into film_category (film_id, category_id) values (4, 2);
update rental set return_date = now() where rental_id = 1;
update payment set amount = 1.99 where payment_id = 1;
delete from payment where payment_id = 2;
