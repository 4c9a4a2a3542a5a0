-- The shape of Northwind, a trader: text keys, order lines that tie orders to products, employees to territories.
create table categories (category_id smallint primary key, category_name varchar(15) not null, description text, picture bytea);
create table customer_demographics (customer_type_id varchar(5) primary key, customer_desc text);
create table customers (
  customer_id varchar(5) primary key, company_name varchar(40) not null, contact_name varchar(30), city varchar(15), region varchar(15), country varchar(15), phone varchar(24));
create table customer_customer_demo (
  customer_id varchar(5) not null references customers, customer_type_id varchar(5) not null references customer_demographics,
  primary key (customer_id, customer_type_id));
create table employees (
  employee_id smallint primary key, last_name varchar(20) not null, first_name varchar(10) not null, title varchar(30), birth_date date, hire_date date,
  photo bytea, notes text, reports_to smallint references employees, photo_path varchar(255));
create table region (region_id smallint primary key, region_description varchar(60) not null);
create table territories (territory_id varchar(20) primary key, territory_description varchar(60) not null, region_id smallint not null references region);
create table employee_territories (
  employee_id smallint not null references employees, territory_id varchar(20) not null references territories, primary key (employee_id, territory_id));
create table suppliers (supplier_id smallint primary key, company_name varchar(40) not null, country varchar(15), homepage text);
create table products (
  product_id smallint primary key, product_name varchar(40) not null, supplier_id smallint references suppliers, category_id smallint references categories,
  unit_price real, units_in_stock smallint, discontinued integer not null);
create table shippers (shipper_id smallint primary key, company_name varchar(40) not null, phone varchar(24));
create table orders (
  order_id smallint primary key, customer_id varchar(5) references customers, employee_id smallint references employees, order_date date,
  ship_via smallint references shippers, freight real, ship_country varchar(15));
create table order_details (
  order_id smallint not null references orders, product_id smallint not null references products, unit_price real not null, quantity smallint not null,
  discount real not null, primary key (order_id, product_id));
create table us_states (state_id smallint primary key, state_name varchar(100), state_abbr varchar(2));

insert into categories values (1, 'Beverages', 'Soft drinks', '\x00ff');
insert into customer_demographics values ('A', 'regular');
insert into customers (customer_id, company_name, country) values ('ALFKI', 'Alfreds Futterkiste', 'Germany'), ('ANATR', 'Ana Trujillo', 'Mexico');
insert into customer_customer_demo values ('ALFKI', 'A');
insert into employees (employee_id, last_name, first_name, reports_to) values (2, 'Fuller', 'Andrew', null), (1, 'Davolio', 'Nancy', 2);
insert into region values (1, 'Eastern');
insert into territories values ('01581', 'Westboro', 1), ('01730', 'Bedford', 1);
insert into employee_territories values (1, '01581'), (2, '01730');
insert into suppliers values (1, 'Exotic Liquids', 'UK', null);
insert into products values (1, 'Chai', 1, 1, 18, 39, 0), (2, 'Chang', 1, 1, 19, 17, 1);
insert into shippers values (1, 'Speedy Express', '(503) 555-9831');
insert into orders values (10248, 'ALFKI', 1, '1996-07-04', 1, 32.38, 'France'), (10249, 'ANATR', 2, '1996-07-05', 1, 11.61, 'Germany');
insert into order_details values (10248, 1, 14, 12, 0), (10248, 2, 9.8, 10, 0.05), (10249, 1, 18.6, 9, 0);
insert into us_states values (1, 'Alabama', 'AL');

-- while it runs
update order_details set quantity = 20, discount = 0.1 where order_id = 10248 and product_id = 1;
delete from order_details where order_id = 10249;
delete from orders where order_id = 10249;
update employee_territories set territory_id = '01730' where employee_id = 1;
update products set discontinued = 0, unit_price = 17.25 where product_id = 2;
delete from us_states;
insert into us_states values (2, 'Alaska', 'AK');
